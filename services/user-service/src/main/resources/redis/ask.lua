-- KEYS: failures of the account, of the address. ARGV: their limits, "success" when the password was right.
-- Answers how many milliseconds a limit that is reached still holds, or 0.
local wait = 0
for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[i]) then
    wait = math.max(wait, redis.call('PTTL', key), 1)
  end
end
if wait == 0 and ARGV[3] == 'success' then
  redis.call('DEL', KEYS[1])
end
return {wait}
