"""Payments, refunds, the ledger, idempotency keys; and the card gateway's own two tables."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE payments (
        id uuid PRIMARY KEY,
        order_id uuid NOT NULL CONSTRAINT payments_one_per_order UNIQUE,
        customer_id uuid,
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        captured_minor bigint NOT NULL DEFAULT 0 CHECK (captured_minor IN (0, amount_minor)),
        refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
        refund_pending_minor bigint NOT NULL DEFAULT 0 CHECK (refund_pending_minor >= 0),
        status text NOT NULL DEFAULT 'pending'
            CHECK (status IN ('pending', 'captured', 'declined', 'partially_refunded', 'refunded')),
        method text NOT NULL,
        brand text,
        decline_code text,
        -- While this lies ahead, one worker is at the gateway for this payment and the others wait.
        claimed_until timestamptz,
        traceparent text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT payments_refunds_within_captured
            CHECK (refunded_minor + refund_pending_minor <= captured_minor)
    )
    """,
    "CREATE INDEX payments_by_customer ON payments (customer_id, id DESC)",
    "CREATE INDEX payments_by_status ON payments (status, id DESC)",
    "CREATE INDEX payments_unresolved ON payments (created_at) WHERE status = 'pending'",
    """
    CREATE TABLE refunds (
        id uuid PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payments,
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        reason text NOT NULL,
        status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'succeeded', 'failed')),
        requested_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX refunds_by_payment ON refunds (payment_id, id)",
    "CREATE INDEX refunds_unresolved ON refunds (created_at) WHERE status = 'pending'",
    """
    CREATE TABLE payment_transactions (
        id uuid PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payments,
        refund_id uuid REFERENCES refunds,
        kind text NOT NULL CHECK (kind IN ('authorize', 'capture', 'decline', 'refund')),
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((kind = 'refund') = (refund_id IS NOT NULL))
    )
    """,
    "CREATE INDEX payment_transactions_by_payment ON payment_transactions (payment_id, id)",
    # A payment is authorised, captured or declined once, a refund is booked once: the database says so too.
    """
    CREATE UNIQUE INDEX payment_transactions_once
        ON payment_transactions (payment_id, kind, coalesce(refund_id, payment_id))
    """,
    """
    CREATE FUNCTION payment_transactions_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'payment_transactions is append-only' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_transactions
        FOR EACH STATEMENT EXECUTE FUNCTION payment_transactions_append_only()
    """,
    """
    CREATE TABLE idempotency_keys (
        caller text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        resource_id uuid NOT NULL,
        status integer,
        body text,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (caller, key)
    )
    """,
    "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)",
    """
    CREATE TABLE card_gateway_charges (
        reference uuid PRIMARY KEY,
        outcome text NOT NULL CHECK (outcome IN ('approved', 'declined', 'cancelled')),
        decline_code text,
        amount_minor bigint,
        currency char(3),
        decided_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE card_gateway_refunds (
        reference uuid PRIMARY KEY,
        charge_reference uuid NOT NULL REFERENCES card_gateway_charges,
        amount_minor bigint NOT NULL CHECK (amount_minor > 0),
        refunded_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX card_gateway_refunds_by_charge ON card_gateway_refunds (charge_reference)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only")
