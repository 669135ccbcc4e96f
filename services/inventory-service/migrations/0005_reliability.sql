-- What makes repetitions safe, events reliable, and low stock an alert that is raised once.

-- Set while a product is at or below its reorder level. Everything that changes stock, or the level,
-- keeps it right in the same transaction; the change to a time is the one moment an event is due.
ALTER TABLE products ADD COLUMN low_stock_since timestamptz;
CREATE INDEX products_low_stock ON products (sku) WHERE low_stock_since IS NOT NULL;

-- Events, written in the transaction of what they tell and published by the outbox_relay job.
CREATE TABLE outbox (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid        NOT NULL UNIQUE,
    type         text        NOT NULL,
    subject      text        NOT NULL,
    body         json        NOT NULL,
    traceparent  text        NOT NULL,
    tracestate   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX outbox_pending ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

-- The first answer to each Idempotency-Key of a caller. A row is inserted before the work is done, in
-- its transaction, so that a second request with the key waits for the first one's end.
CREATE TABLE idempotency_keys (
    caller     text        NOT NULL,
    operation  text        NOT NULL,
    key        text        NOT NULL,
    request    jsonb       NOT NULL,
    -- The body of the answer, as it was sent.
    response   text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (caller, operation, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
