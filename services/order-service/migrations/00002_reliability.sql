-- +goose Up
-- Events wait here, written in the transaction that made them true, until the broker confirms them.
CREATE TABLE outbox (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid        NOT NULL UNIQUE,
    type         text        NOT NULL,
    order_id     uuid        NOT NULL,
    body         json        NOT NULL,
    traceparent  text        NOT NULL,
    tracestate   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX outbox_pending ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

-- What has to be undone for an order that was rejected or cancelled.
CREATE TABLE compensations (
    order_id    uuid        NOT NULL REFERENCES orders ON DELETE CASCADE,
    kind        text        NOT NULL CHECK (kind IN ('release_stock', 'refund_payment')),
    traceparent text        NOT NULL,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    done_at     timestamptz,
    attempts    integer     NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL DEFAULT now(),
    lease       uuid,
    lease_until timestamptz,
    PRIMARY KEY (order_id, kind)
);
CREATE INDEX compensations_open ON compensations (next_at) WHERE done_at IS NULL;

CREATE TABLE idempotency_keys (
    customer_id  uuid        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    order_id     uuid        NOT NULL,
    -- the first answer; null while it is being worked out
    status       integer,
    content_type text,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (customer_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys;
DROP TABLE compensations;
DROP TABLE outbox;
