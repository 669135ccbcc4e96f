-- KEYS: failures of the account, of the address. ARGV: their limits, the window in milliseconds.
-- Answers how long a limit holds that was reached before this failure (or 0), and 1 when this one reached it.
local wait, reached = 0, 0
for i, key in ipairs(KEYS) do
  local failures = redis.call('INCR', key)
  if failures == 1 then
    redis.call('PEXPIRE', key, ARGV[3])
  end
  if failures > tonumber(ARGV[i]) then
    wait = math.max(wait, redis.call('PTTL', key), 1)
  elseif failures == tonumber(ARGV[i]) then
    reached = 1
  end
end
return {wait, reached}
