/** Generated from contracts/openapi/payment-service.yaml by `npm run generate`: change that file, not this one. */
export interface paths {
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments, newest first
         * @description A customer gets their own.
         */
        get: operations["listPayments"];
        put?: never;
        /**
         * Charge an order
         * @description Idempotent by `order_id`: a repetition answers 200 with the order's payment, or 402 with the same `decline_code`. While an outcome is unknown (504) the next call asks the gateway about the same reference and never charges again. While the gateway's circuit breaker is open the answer is 503 and nothing is stored; ask again for the same order after `Retry-After`. Not reachable through the gateway.
         */
        post: operations["createPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        /**
         * A payment and its ledger
         * @description A customer finds their own only.
         */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Return money
         * @description Returns `amount`, or all that is left. Without an `Idempotency-Key` two calls are two refunds. A 504 leaves the refund `pending`, its amount held back: repeat with the same key, or leave it to the service, which asks the gateway again with the same reference. When the gateway's circuit breaker is open already, the answer is 503 and nothing is stored.
         */
        post: operations["refundPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        /**
         * The payment's refunds, oldest first
         * @description A customer finds their own payments' only.
         */
        get: operations["listPaymentRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        /**
         * The payment's ledger, oldest line first
         * @description Append-only. The sum of the `capture` lines is the payment's `captured`, the sum of the `refund` lines its `refunded`. A customer finds their own payments' only.
         */
        get: operations["listPaymentTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/order/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An order's payment and its ledger
         * @description A customer finds their own only.
         */
        get: operations["getPaymentOfOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness
         * @description Asks no dependency.
         */
        get: operations["getPaymentServiceHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Prometheus text, or OpenMetrics with exemplars when `Accept` asks for it.
         */
        get: operations["getPaymentServiceMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["getPaymentServiceDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness
         * @description Asks PostgreSQL. Neither the broker nor the card gateway is needed to answer requests.
         */
        get: operations["getPaymentServiceReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Money in minor units of a currency. */
        Amount: {
            /**
             * Format: int64
             * @description Minor units, such as cents.
             * @example 129900
             */
            amount_minor: number;
            /**
             * @description ISO 4217.
             * @example EUR
             */
            currency: string;
        };
        /** @description How the customer pays. The token is passed to the gateway and never stored. */
        CardToken: {
            /** @example tok_visa */
            token: string;
            /** @constant */
            type: "card";
        };
        /**
         * @description `gateway_timeout`: the gateway never decided, and the charge was closed there.
         * @enum {string}
         */
        DeclineCode: "card_declined" | "insufficient_funds" | "suspected_fraud" | "invalid_token" | "gateway_timeout";
        /** @description What is wrong with one field of the request. */
        FieldError: {
            /**
             * @description Where: a path such as `items[0].quantity`, a parameter, or `body`.
             * @example items[0].quantity
             */
            field: string;
            /** @example must be at least 1 */
            message: string;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        NewPayment: {
            amount: components["schemas"]["SettledAmount"];
            /**
             * Format: uuid
             * @description Whose order it is; only they, operators and admins see the payment.
             */
            customer_id?: string | null;
            method: components["schemas"]["CardToken"];
            /** Format: uuid */
            order_id: string;
        };
        NewRefund: {
            /** @description Without it, all that is left. */
            amount?: components["schemas"]["SettledAmount"] | null;
            /** @description Any text without control characters, line breaks and bidirectional overrides. */
            reason: string;
        };
        /** @description The one payment of an order. */
        Payment: {
            amount: components["schemas"]["Amount"];
            captured: components["schemas"]["Amount"];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            customer_id: string | null;
            decline_code: components["schemas"]["DeclineCode"] | null;
            /** Format: uuid */
            id: string;
            method: components["schemas"]["PaymentMethod"];
            /** Format: uuid */
            order_id: string;
            refundable: components["schemas"]["Amount"];
            refunded: components["schemas"]["Amount"];
            status: components["schemas"]["PaymentStatus"];
            /** Format: date-time */
            updated_at: string;
        };
        PaymentDeclinedProblem: components["schemas"]["Problem"] & {
            decline_code: components["schemas"]["DeclineCode"];
            /** Format: uuid */
            order_id: string;
        };
        /** @description A payment and all lines of its ledger, oldest first. */
        PaymentDetails: components["schemas"]["Payment"] & {
            transactions: components["schemas"]["Transaction"][];
        };
        PaymentGatewayTimeoutProblem: components["schemas"]["Problem"] & {
            /** Format: uuid */
            order_id: string;
        };
        PaymentMethod: {
            /**
             * @description Null when the gateway did not recognise the card.
             * @example visa
             */
            brand: string | null;
            /** @constant */
            type: "card";
        };
        PaymentPage: {
            items: components["schemas"]["Payment"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        /**
         * @description `pending` until the gateway's answer is known and recorded.
         * @enum {string}
         */
        PaymentStatus: "pending" | "captured" | "declined" | "partially_refunded" | "refunded";
        /** @description An error (RFC 9457). Every code with its status and title is listed in `contracts/problems.yaml`. */
        Problem: {
            /**
             * @description For programs; stable.
             * @example invalid_request
             */
            code: string;
            /**
             * @description What happened in this case; never an internal of the system.
             * @example One field of the request is not valid.
             */
            detail: string;
            /** @description With `invalid_request`, one entry for each field that is wrong; with `not_found`, an id in the path that is no UUID. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * @description The path of the request.
             * @example /api/v1/orders
             */
            instance: string;
            /** @example 400 */
            status: number;
            /** @example The request is not valid */
            title: string;
            /**
             * @description The trace of this request; empty when it has none.
             * @example 4bf92f3577b34da6a3ce929d0e0e4736
             */
            trace_id: string;
            /**
             * @description `urn:oms:problem:` and the code.
             * @example urn:oms:problem:invalid_request
             */
            type: string;
        };
        /** @description Whether the service can do its work, and which dependency keeps it from that. */
        Readiness: {
            /** @description For each dependency `ok`, or in short what is wrong. */
            checks: {
                [key: string]: string;
            };
            /** @enum {string} */
            status: "ready" | "unavailable";
        };
        Refund: {
            amount: components["schemas"]["Amount"];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            order_id: string;
            /** Format: uuid */
            payment_id: string;
            reason: string;
            /**
             * @description `pending` holds its amount back from other refunds until the gateway confirms.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed";
        };
        RefundPage: {
            items: components["schemas"]["Refund"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        /** @description A refund, and the payment as it is after it. */
        RefundReceipt: components["schemas"]["Refund"] & {
            payment: components["schemas"]["Payment"];
        };
        RefundRefusedProblem: components["schemas"]["Problem"] & {
            /** @description With `refund_exceeds_captured`, what is left. */
            refundable?: components["schemas"]["Amount"];
        };
        /** @description Money that the gateway can move. */
        SettledAmount: {
            /**
             * Format: int64
             * @description Minor units, such as cents.
             * @example 129900
             */
            amount_minor: number;
            /**
             * @description ISO 4217.
             * @enum {string}
             */
            currency: "EUR" | "GBP" | "USD";
        };
        /** @description One line of the append-only ledger. */
        Transaction: {
            amount: components["schemas"]["Amount"];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "authorize" | "capture" | "decline" | "refund";
            /**
             * Format: uuid
             * @description With `refund`: which one.
             */
            refund_id: string | null;
        };
        TransactionPage: {
            items: components["schemas"]["Transaction"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
    };
    responses: {
        /** @description `dependency_unavailable`: a database, broker or service that is needed does not answer. */
        DependencyUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:dependency_unavailable",
                 *       "title": "A part of the system does not answer",
                 *       "status": 503,
                 *       "detail": "The database does not answer.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "dependency_unavailable",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: the caller lacks the role. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:forbidden",
                 *       "title": "Not allowed",
                 *       "status": 403,
                 *       "detail": "This needs the role operator or admin.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "forbidden",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `idempotency_key_reused`: the key came with another body before. */
        IdempotencyKeyReused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:idempotency_key_reused",
                 *       "title": "The idempotency key was used for another request",
                 *       "status": 422,
                 *       "detail": "This Idempotency-Key came with another body before.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "idempotency_key_reused",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal_error`: a fault of ours; the trace leads to it. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:internal_error",
                 *       "title": "Something went wrong on our side",
                 *       "status": 500,
                 *       "detail": "The request could not be completed.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "internal_error",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_request`: `errors` names each field that is wrong. */
        InvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:invalid_request",
                 *       "title": "The request is not valid",
                 *       "status": 400,
                 *       "detail": "One field of the request is not valid.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "invalid_request",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                 *       "errors": [
                 *         {
                 *           "field": "items[0].quantity",
                 *           "message": "must be at least 1"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: there is no such thing, or it is somebody else's. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:not_found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "There is no such order.",
                 *       "instance": "/api/v1/orders/01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "code": "not_found",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `payload_too_large`: the body has more than 1 MiB. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:payload_too_large",
                 *       "title": "The body is too large",
                 *       "status": 413,
                 *       "detail": "The body may have at most 1048576 bytes.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "payload_too_large",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: the order has a payment of another amount. */
        PaymentConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:conflict",
                 *       "title": "The state does not allow it",
                 *       "status": 409,
                 *       "detail": "The order has a payment of another amount",
                 *       "instance": "/api/v1/payments",
                 *       "code": "conflict",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `payment_declined`: the gateway said no, or never decided; `decline_code` says which. */
        PaymentDeclined: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:payment_declined",
                 *       "title": "The payment was declined",
                 *       "status": 402,
                 *       "detail": "The card gateway declined the charge: insufficient_funds",
                 *       "instance": "/api/v1/payments",
                 *       "code": "payment_declined",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                 *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "decline_code": "insufficient_funds"
                 *     }
                 */
                "application/problem+json": components["schemas"]["PaymentDeclinedProblem"];
            };
        };
        /** @description The payment, with all lines of its ledger. */
        PaymentDetails: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                 *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "customer_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                 *       "amount": {
                 *         "amount_minor": 129900,
                 *         "currency": "EUR"
                 *       },
                 *       "captured": {
                 *         "amount_minor": 129900,
                 *         "currency": "EUR"
                 *       },
                 *       "refunded": {
                 *         "amount_minor": 0,
                 *         "currency": "EUR"
                 *       },
                 *       "refundable": {
                 *         "amount_minor": 129900,
                 *         "currency": "EUR"
                 *       },
                 *       "status": "captured",
                 *       "method": {
                 *         "type": "card",
                 *         "brand": "visa"
                 *       },
                 *       "decline_code": null,
                 *       "created_at": "2026-11-22T20:36:00.123Z",
                 *       "updated_at": "2026-11-22T20:36:00.231Z",
                 *       "transactions": [
                 *         {
                 *           "id": "01980a5e-8a60-7001-8a11-0c5b2f9d7e01",
                 *           "kind": "authorize",
                 *           "amount": {
                 *             "amount_minor": 129900,
                 *             "currency": "EUR"
                 *           },
                 *           "refund_id": null,
                 *           "created_at": "2026-11-22T20:36:00.229Z"
                 *         },
                 *         {
                 *           "id": "01980a5e-8a60-7001-8a11-0c5b2f9d7e02",
                 *           "kind": "capture",
                 *           "amount": {
                 *             "amount_minor": 129900,
                 *             "currency": "EUR"
                 *           },
                 *           "refund_id": null,
                 *           "created_at": "2026-11-22T20:36:00.229Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PaymentDetails"];
            };
        };
        /** @description `payment_gateway_timeout`: the outcome is not known yet; ask again. */
        PaymentGatewayTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:payment_gateway_timeout",
                 *       "title": "The card gateway did not answer",
                 *       "status": 504,
                 *       "detail": "The outcome is not known yet; ask again",
                 *       "instance": "/api/v1/payments",
                 *       "code": "payment_gateway_timeout",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                 *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10"
                 *     }
                 */
                "application/problem+json": components["schemas"]["PaymentGatewayTimeoutProblem"];
            };
        };
        /** @description `conflict`: the payment was never captured, or the gateway refused. */
        RefundConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:conflict",
                 *       "title": "The state does not allow it",
                 *       "status": 409,
                 *       "detail": "A declined payment cannot be refunded",
                 *       "instance": "/api/v1/payments/01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01/refund",
                 *       "code": "conflict",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `refund_exceeds_captured`: more than is left, which `refundable` tells; `idempotency_key_reused`: the key came with another body before. */
        RefundRefused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:refund_exceeds_captured",
                 *       "title": "The refund exceeds the captured amount",
                 *       "status": 422,
                 *       "detail": "Captured minus already refunded is less than the amount asked for",
                 *       "instance": "/api/v1/payments/01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01/refund",
                 *       "code": "refund_exceeds_captured",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                 *       "refundable": {
                 *         "amount_minor": 127400,
                 *         "currency": "EUR"
                 *       }
                 *     }
                 */
                "application/problem+json": components["schemas"]["RefundRefusedProblem"];
            };
        };
        /** @description `unauthorized`: the token is missing, expired or not valid. */
        Unauthorized: {
            headers: {
                /**
                 * @description RFC 6750.
                 * @example Bearer
                 */
                "WWW-Authenticate"?: string;
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:unauthorized",
                 *       "title": "Sign in first",
                 *       "status": 401,
                 *       "detail": "The request has no bearer token.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "unauthorized",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: the body is not `application/json`. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:unsupported_media_type",
                 *       "title": "Send JSON",
                 *       "status": 415,
                 *       "detail": "The body must be application/json.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "unsupported_media_type",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
        Cursor: string;
        /**
         * @description Makes a repetition safe: the same key and body get the first answer again (with `Idempotent-Replayed: true`), another body gets 422. Kept for at least 24 hours.
         * @example 5f0c2f1e-6c3e-4a53-9d0d-6b1c7a8a2f10
         */
        IdempotencyKey: string;
        /** @description How many items to answer with at most. */
        Limit: number;
        /**
         * @description The payment's id; anything that is no id is answered with 404.
         * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
         */
        PaymentId: string;
    };
    requestBodies: never;
    headers: {
        /** @description Present when this is the stored answer to an earlier request with the same `Idempotency-Key`. */
        IdempotentReplayed: "true";
        /** @description The caller's `X-Request-Id` (1 to 64 of `A-Za-z0-9._-`), or a new one. */
        RequestId: string;
        /** @description Seconds to wait (RFC 9110, section 10.2.3). */
        RetryAfter: number;
    };
    pathItems: never;
}
export type Amount = components['schemas']['Amount'];
export type CardToken = components['schemas']['CardToken'];
export type DeclineCode = components['schemas']['DeclineCode'];
export type FieldError = components['schemas']['FieldError'];
export type Health = components['schemas']['Health'];
export type NewPayment = components['schemas']['NewPayment'];
export type NewRefund = components['schemas']['NewRefund'];
export type Payment = components['schemas']['Payment'];
export type PaymentDeclinedProblem = components['schemas']['PaymentDeclinedProblem'];
export type PaymentDetails = components['schemas']['PaymentDetails'];
export type PaymentGatewayTimeoutProblem = components['schemas']['PaymentGatewayTimeoutProblem'];
export type PaymentMethod = components['schemas']['PaymentMethod'];
export type PaymentPage = components['schemas']['PaymentPage'];
export type PaymentStatus = components['schemas']['PaymentStatus'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type Refund = components['schemas']['Refund'];
export type RefundPage = components['schemas']['RefundPage'];
export type RefundReceipt = components['schemas']['RefundReceipt'];
export type RefundRefusedProblem = components['schemas']['RefundRefusedProblem'];
export type SettledAmount = components['schemas']['SettledAmount'];
export type Transaction = components['schemas']['Transaction'];
export type TransactionPage = components['schemas']['TransactionPage'];
export type ResponseDependencyUnavailable = components['responses']['DependencyUnavailable'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseIdempotencyKeyReused = components['responses']['IdempotencyKeyReused'];
export type ResponseInternalError = components['responses']['InternalError'];
export type ResponseInvalidRequest = components['responses']['InvalidRequest'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponsePaymentConflict = components['responses']['PaymentConflict'];
export type ResponsePaymentDeclined = components['responses']['PaymentDeclined'];
export type ResponsePaymentDetails = components['responses']['PaymentDetails'];
export type ResponsePaymentGatewayTimeout = components['responses']['PaymentGatewayTimeout'];
export type ResponseRefundConflict = components['responses']['RefundConflict'];
export type ResponseRefundRefused = components['responses']['RefundRefused'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterPaymentId = components['parameters']['PaymentId'];
export type HeaderIdempotentReplayed = components['headers']['IdempotentReplayed'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listPayments: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only the payment of this order. */
                order_id?: string;
                /** @description Only payments in this state. */
                status?: components["schemas"]["PaymentStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of payments. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                     *           "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *           "customer_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *           "amount": {
                     *             "amount_minor": 129900,
                     *             "currency": "EUR"
                     *           },
                     *           "captured": {
                     *             "amount_minor": 129900,
                     *             "currency": "EUR"
                     *           },
                     *           "refunded": {
                     *             "amount_minor": 0,
                     *             "currency": "EUR"
                     *           },
                     *           "refundable": {
                     *             "amount_minor": 129900,
                     *             "currency": "EUR"
                     *           },
                     *           "status": "captured",
                     *           "method": {
                     *             "type": "card",
                     *             "brand": "visa"
                     *           },
                     *           "decline_code": null,
                     *           "created_at": "2026-11-22T20:36:00.123Z",
                     *           "updated_at": "2026-11-22T20:36:00.231Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PaymentPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    createPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repetition safe: the same key and body get the first answer again (with `Idempotent-Replayed: true`), another body gets 422. Kept for at least 24 hours.
                 * @example 5f0c2f1e-6c3e-4a53-9d0d-6b1c7a8a2f10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "amount": {
                 *         "amount_minor": 129900,
                 *         "currency": "EUR"
                 *       },
                 *       "method": {
                 *         "type": "card",
                 *         "token": "tok_visa"
                 *       },
                 *       "customer_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001"
                 *     }
                 */
                "application/json": components["schemas"]["NewPayment"];
            };
        };
        responses: {
            /** @description The order was paid before; this is its payment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                     *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "customer_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *       "amount": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "captured": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "refunded": {
                     *         "amount_minor": 0,
                     *         "currency": "EUR"
                     *       },
                     *       "refundable": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "status": "captured",
                     *       "method": {
                     *         "type": "card",
                     *         "brand": "visa"
                     *       },
                     *       "decline_code": null,
                     *       "created_at": "2026-11-22T20:36:00.123Z",
                     *       "updated_at": "2026-11-22T20:36:00.231Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description The charge was approved. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                     *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "customer_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *       "amount": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "captured": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "refunded": {
                     *         "amount_minor": 0,
                     *         "currency": "EUR"
                     *       },
                     *       "refundable": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "status": "captured",
                     *       "method": {
                     *         "type": "card",
                     *         "brand": "visa"
                     *       },
                     *       "decline_code": null,
                     *       "created_at": "2026-11-22T20:36:00.123Z",
                     *       "updated_at": "2026-11-22T20:36:00.231Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentDeclined"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["PaymentConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
            504: components["responses"]["PaymentGatewayTimeout"];
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PaymentDetails"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    refundPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repetition safe: the same key and body get the first answer again (with `Idempotent-Replayed: true`), another body gets 422. Kept for at least 24 hours.
                 * @example 5f0c2f1e-6c3e-4a53-9d0d-6b1c7a8a2f10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": {
                 *         "amount_minor": 2500,
                 *         "currency": "EUR"
                 *       },
                 *       "reason": "One item was broken"
                 *     }
                 */
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            /** @description The money is returned. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980b11-3c55-7ab0-b7a1-9d1e2f3a4b01",
                     *       "payment_id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                     *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "amount": {
                     *         "amount_minor": 2500,
                     *         "currency": "EUR"
                     *       },
                     *       "reason": "One item was broken",
                     *       "status": "succeeded",
                     *       "created_at": "2026-11-23T08:12:44.871Z",
                     *       "payment": {
                     *         "id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                     *         "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *         "customer_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *         "amount": {
                     *           "amount_minor": 129900,
                     *           "currency": "EUR"
                     *         },
                     *         "captured": {
                     *           "amount_minor": 129900,
                     *           "currency": "EUR"
                     *         },
                     *         "refunded": {
                     *           "amount_minor": 2500,
                     *           "currency": "EUR"
                     *         },
                     *         "refundable": {
                     *           "amount_minor": 127400,
                     *           "currency": "EUR"
                     *         },
                     *         "status": "partially_refunded",
                     *         "method": {
                     *           "type": "card",
                     *           "brand": "visa"
                     *         },
                     *         "decline_code": null,
                     *         "created_at": "2026-11-22T20:36:00.123Z",
                     *         "updated_at": "2026-11-23T08:12:44.990Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RefundReceipt"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["RefundConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["RefundRefused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
            504: components["responses"]["PaymentGatewayTimeout"];
        };
    };
    listPaymentRefunds: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of refunds. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01980b11-3c55-7ab0-b7a1-9d1e2f3a4b01",
                     *           "payment_id": "01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01",
                     *           "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *           "amount": {
                     *             "amount_minor": 2500,
                     *             "currency": "EUR"
                     *           },
                     *           "reason": "One item was broken",
                     *           "status": "succeeded",
                     *           "created_at": "2026-11-23T08:12:44.871Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RefundPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listPaymentTransactions: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description The payment's id; anything that is no id is answered with 404.
                 * @example 01980a5e-8a02-7d10-a9a4-5f6b7c8d9e01
                 */
                id: components["parameters"]["PaymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the ledger. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01980a5e-8a60-7001-8a11-0c5b2f9d7e01",
                     *           "kind": "authorize",
                     *           "amount": {
                     *             "amount_minor": 129900,
                     *             "currency": "EUR"
                     *           },
                     *           "refund_id": null,
                     *           "created_at": "2026-11-22T20:36:00.229Z"
                     *         },
                     *         {
                     *           "id": "01980a5e-8a60-7001-8a11-0c5b2f9d7e02",
                     *           "kind": "capture",
                     *           "amount": {
                     *             "amount_minor": 129900,
                     *             "currency": "EUR"
                     *           },
                     *           "refund_id": null,
                     *           "created_at": "2026-11-22T20:36:00.229Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["TransactionPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getPaymentOfOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The order's id; anything that is no id is answered with 404.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PaymentDetails"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getPaymentServiceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    getPaymentServiceMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All series. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP refunds_processed Refunds that were recorded.
                     *     # TYPE refunds_processed counter
                     *     refunds_processed_total 3.0
                     *     # EOF
                     */
                    "application/openmetrics-text": string;
                    /**
                     * @example # HELP refunds_processed_total Refunds that were recorded.
                     *     # TYPE refunds_processed_total counter
                     *     refunds_processed_total 3.0
                     */
                    "text/plain": string;
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    getPaymentServiceDescription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    /**
                     * @description RFC 9111.
                     * @example no-cache
                     */
                    "Cache-Control"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example openapi: 3.1.0 */
                    "application/yaml": string;
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    getPaymentServiceReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "checks": {
                     *         "postgres": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["InternalError"];
            /** @description Not ready; `checks` says why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "unavailable",
                     *       "checks": {
                     *         "postgres": "no answer within 2 s"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
