-- Where a session is: shown to its owner, who may not know it.
alter table sessions
    add column last_used_at   timestamptz not null default now(),
    add column client_address text,
    add column user_agent     text,
    drop constraint sessions_revoked_by_known,
    add constraint sessions_revoked_by_known
        check (revoked_by in ('logout', 'reuse', 'owner', 'admin', 'password', 'deactivation'));

update sessions set last_used_at = created_at;

drop index sessions_account_idx;
create index sessions_account_idx on sessions (account_id, id desc);

-- What an exchanged token was exchanged for, and the key under which a repetition may ask again.
alter table refresh_tokens
    add column successor_hash   bytea,
    add column request_key_hash bytea;

-- A key is made as the next one, activated when it begins to sign, superseded when it only verifies
-- any more (from then on just its public half is kept), and at last retired.
alter table signing_keys rename column private_jwk to jwk;
alter table signing_keys
    add column activated_at  timestamptz,
    add column superseded_at timestamptz,
    add constraint signing_keys_in_order
        check ((superseded_at is null or activated_at is not null)
            and (retired_at is null or superseded_at is not null));

update signing_keys set activated_at = created_at where retired_at is null;

create unique index signing_keys_one_current on signing_keys ((true))
    where activated_at is not null and superseded_at is null;
create unique index signing_keys_one_next on signing_keys ((true)) where activated_at is null;

create table audit_events (
    id             uuid primary key,
    type           text        not null,
    actor          text,
    user_id        uuid,
    client_address text,
    user_agent     text,
    trace_id       text,
    details        jsonb       not null default '{}',
    created_at     timestamptz not null default now()
);

create index audit_events_user_idx on audit_events (user_id, id desc);
create index audit_events_type_idx on audit_events (type, id desc);

create function refuse_to_change_history() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end $$;

create trigger audit_events_append_only
    before update or delete or truncate on audit_events
    for each statement execute function refuse_to_change_history();

create table outbox (
    id           bigint generated always as identity primary key,
    event_id     uuid        not null unique,
    type         text        not null,
    subject      text        not null,
    body         json        not null,
    traceparent  text,
    tracestate   text,
    created_at   timestamptz not null default now(),
    published_at timestamptz
);

create index outbox_pending_idx on outbox (id) where published_at is null;
create index outbox_published_idx on outbox (published_at) where published_at is not null;
