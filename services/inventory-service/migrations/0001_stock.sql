-- Catalogue and stock. Stock changes only together with a row of the ledger below.

CREATE TABLE categories (
    code text PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE warehouses (
    code text PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE products (
    sku           text PRIMARY KEY CHECK (sku ~ '^[A-Z0-9-]{1,64}$'),
    name          text NOT NULL,
    category      text NOT NULL REFERENCES categories,
    price_minor   bigint NOT NULL CHECK (price_minor >= 0),
    currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- With this much available, or less, the product must be reordered.
    reorder_level integer NOT NULL CHECK (reorder_level >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE stock (
    sku        text NOT NULL REFERENCES products,
    warehouse  text NOT NULL REFERENCES warehouses,
    on_hand    integer NOT NULL DEFAULT 0,
    reserved   integer NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sku, warehouse),
    CONSTRAINT stock_on_hand_not_negative CHECK (on_hand >= 0),
    CONSTRAINT stock_reserved_not_negative CHECK (reserved >= 0),
    -- The last line of defence against overselling.
    CONSTRAINT stock_reserved_within_on_hand CHECK (reserved <= on_hand)
);

-- The ledger. A quantity is the change of what is available (on_hand - reserved):
--   receipt, return  +  goods came in      (on_hand grows)
--   commit           -  goods left         (on_hand shrinks)
--   adjust          +/- a count corrected  (on_hand)
--   reserve          -  pieces are held    (reserved grows)
--   release          +  the hold is lifted (reserved shrinks)
-- so for each product and warehouse the sum of all rows is what is available, and the sum of
-- receipt, return, commit and adjust is on_hand.
CREATE TABLE stock_movements (
    id         uuid PRIMARY KEY,
    sku        text NOT NULL,
    warehouse  text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('receipt', 'reserve', 'release', 'commit', 'return', 'adjust')),
    quantity   integer NOT NULL,
    order_id   uuid,
    reason     text,
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (sku, warehouse) REFERENCES stock,
    CONSTRAINT stock_movements_sign CHECK (
        CASE kind
            WHEN 'receipt' THEN quantity > 0
            WHEN 'return' THEN quantity > 0
            WHEN 'release' THEN quantity > 0
            WHEN 'reserve' THEN quantity < 0
            WHEN 'commit' THEN quantity < 0
            ELSE quantity <> 0
        END
    )
);

CREATE INDEX stock_movements_by_product ON stock_movements (sku, id);
CREATE INDEX stock_movements_by_order ON stock_movements (order_id) WHERE order_id IS NOT NULL;

CREATE FUNCTION refuse_to_rewrite_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stock_movements is append-only: correct it with another movement';
END
$$;

CREATE TRIGGER stock_movements_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_ledger();
