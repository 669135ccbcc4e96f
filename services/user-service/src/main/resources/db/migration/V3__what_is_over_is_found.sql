-- The sweep asks every five seconds what is over.
create index sessions_ended_idx on sessions (coalesce(revoked_at, expires_at));
create index refresh_tokens_rotated_idx on refresh_tokens (rotated_at) where rotated_at is not null;
