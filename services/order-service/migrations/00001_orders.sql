-- +goose Up
CREATE SEQUENCE order_number_seq;

CREATE TABLE orders (
    id               uuid        PRIMARY KEY,
    number           text        NOT NULL UNIQUE,
    customer_id      uuid        NOT NULL,
    customer_name    text        NOT NULL DEFAULT '',
    customer_email   text        NOT NULL DEFAULT '',
    customer_phone   text        NOT NULL DEFAULT '',
    status           text        NOT NULL CHECK (status IN
        ('pending', 'confirmed', 'rejected', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded')),
    status_reason    text,
    currency         char(3)     NOT NULL,
    subtotal_minor   bigint      NOT NULL CHECK (subtotal_minor >= 0),
    tax_minor        bigint      NOT NULL CHECK (tax_minor >= 0),
    shipping_minor   bigint      NOT NULL CHECK (shipping_minor >= 0),
    total_minor      bigint      NOT NULL CHECK (total_minor = subtotal_minor + tax_minor + shipping_minor),
    shipping_address jsonb       NOT NULL,
    -- type and gateway token of the card; null once nothing is left to charge
    payment_method   jsonb,
    note             text,
    payment_id       text,
    reservation_id   text,
    tracking_number  text,
    rejection        jsonb,
    trace_id         text        NOT NULL,
    traceparent      text        NOT NULL,
    version          integer     NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    saga_step        text        NOT NULL CHECK (saga_step IN
        ('created', 'customer', 'reserved', 'charging', 'charged', 'done')),
    saga_attempts    integer     NOT NULL DEFAULT 0,
    saga_next_at     timestamptz NOT NULL DEFAULT now(),
    -- whoever holds the unexpired lease is the only one to drive the order's saga
    saga_lease       uuid,
    saga_lease_until timestamptz
);
CREATE INDEX orders_newest ON orders (created_at DESC, id DESC);
CREATE INDEX orders_customer_newest ON orders (customer_id, created_at DESC, id DESC);
CREATE INDEX orders_status_newest ON orders (status, created_at DESC, id DESC);
CREATE INDEX orders_unfinished ON orders (saga_next_at) WHERE status = 'pending';

CREATE TABLE order_items (
    order_id         uuid     NOT NULL REFERENCES orders ON DELETE CASCADE,
    position         smallint NOT NULL,
    sku              text     NOT NULL,
    name             text     NOT NULL,
    quantity         bigint   NOT NULL CHECK (quantity > 0),
    unit_price_minor bigint   NOT NULL,
    line_total_minor bigint   NOT NULL CHECK (line_total_minor = unit_price_minor * quantity),
    PRIMARY KEY (order_id, position),
    UNIQUE (order_id, sku)
);

CREATE TABLE order_history (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    uuid        NOT NULL REFERENCES orders ON DELETE CASCADE,
    from_status text,
    status      text        NOT NULL,
    actor       text        NOT NULL,
    reason      text,
    at          timestamptz NOT NULL
);
CREATE INDEX order_history_order ON order_history (order_id, id);

-- +goose Down
DROP TABLE order_history;
DROP TABLE order_items;
DROP TABLE orders;
DROP SEQUENCE order_number_seq;
