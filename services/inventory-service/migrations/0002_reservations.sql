-- An order's hold on stock. One reservation an order: that makes every call idempotent by order id.

CREATE TABLE reservations (
    id         uuid PRIMARY KEY,
    order_id   uuid NOT NULL CONSTRAINT reservations_one_per_order UNIQUE,
    status     text NOT NULL CHECK (status IN ('reserved', 'committed', 'released', 'returned', 'expired')),
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- What the expiry job looks for.
CREATE INDEX reservations_overdue ON reservations (expires_at) WHERE status = 'reserved';

-- Where the pieces lie. Name and price are those of the moment of the reservation, so that asking
-- again answers the same although the catalogue has changed since.
CREATE TABLE reservation_allocations (
    reservation_id   uuid NOT NULL REFERENCES reservations,
    sku              text NOT NULL,
    warehouse        text NOT NULL,
    -- The order in which the warehouses were chosen.
    position         integer NOT NULL,
    quantity         integer NOT NULL CHECK (quantity > 0),
    name             text NOT NULL,
    unit_price_minor bigint NOT NULL,
    currency         text NOT NULL,
    PRIMARY KEY (reservation_id, sku, warehouse),
    FOREIGN KEY (sku, warehouse) REFERENCES stock
);
