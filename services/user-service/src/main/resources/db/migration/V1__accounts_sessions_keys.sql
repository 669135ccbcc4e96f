create table accounts (
    id            uuid primary key,
    email         text        not null,
    name          text        not null,
    phone         text        not null,
    password_hash text        not null,
    roles         text[]      not null,
    active        boolean     not null default true,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    constraint accounts_roles_known check (cardinality(roles) > 0
        and roles <@ array ['customer', 'operator', 'admin'])
);

-- Addresses differ by more than upper and lower case.
create unique index accounts_email_key on accounts (lower(email));

create table sessions (
    id         uuid primary key,
    account_id uuid        not null references accounts (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by text,
    constraint sessions_revoked_by_known check (revoked_by in ('logout', 'reuse'))
);

create index sessions_account_idx on sessions (account_id);
create index sessions_live_idx on sessions (expires_at) where revoked_at is null;

-- Only the SHA-256 of a token is kept: whoever reads this table cannot sign in with it.
create table refresh_tokens (
    token_hash bytea primary key,
    session_id uuid        not null references sessions (id) on delete cascade,
    issued_at  timestamptz not null default now(),
    rotated_at timestamptz
);

create index refresh_tokens_session_idx on refresh_tokens (session_id);

-- The private keys that sign access tokens (JWK, RFC 7517). A retired key no longer verifies anything.
create table signing_keys (
    kid         text primary key,
    private_jwk text        not null,
    created_at  timestamptz not null default now(),
    retired_at  timestamptz
);
