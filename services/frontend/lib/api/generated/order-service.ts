/** Generated from contracts/openapi/order-service.yaml by `npm run generate`: change that file, not this one. */
export interface paths {
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders
         * @description Customers get their own orders (another's `customer_id` finds nothing), operators and admins everybody's. Filters are combined with and. Pages are stable: an order that comes in between does not shift the next page.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Place an order
         * @description Prices come from the catalogue, tax and shipping from the rules of `GET /api/v1/orders/pricing`; lines of one sku are added up. 409 (`out_of_stock`, or `conflict` when the account is gone or inactive) and 402 (`payment_declined`) name `order_id`: the order exists and is `rejected`. 400 names the field; when the catalogue does not know a sku it names `order_id` as well.
         */
        post: operations["createOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /** Read an order */
        get: operations["getOrder"];
        /**
         * Change address or note
         * @description While the order is `pending`, `confirmed` or `processing`; then 409 `conflict`, and so is another country, because tax and shipping depend on it. A member that is absent stays as it is; a `note` of null removes it. `If-Match` has to name the current version, or the answer is 412 `precondition_failed`.
         */
        put: operations["updateOrder"];
        post?: never;
        /**
         * Cancel an order
         * @description Stock is released and money refunded, at once or, when a dependency does not answer, later. Cancelling a cancelled order changes nothing and answers 200. Once shipped: 409 `invalid_transition`. While the order is worked on for longer than the request may take: 409 `conflict`.
         */
        delete: operations["cancelOrder"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /**
         * Read the history of an order
         * @description Who changed it to what, when and why; oldest first. An entry with the same status before and after is a change of address or note.
         */
        get: operations["listOrderEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move an order on
         * @description One step of the state machine, with the caller as actor and `note` as reason in the order's history. `shipped` may bring a `tracking_number`, no other status may (400 naming it). `pending`, `confirmed` and `rejected` are the saga's to give: asking for them is 409 like every other step that the state machine lacks. `cancelled` releases the stock and refunds the money, `refunded` refunds what is left of the payment; both at once or, when a dependency does not answer, later.
         */
        post: operations["changeOrderStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/pricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules of tax and shipping
         * @description All that an order costs besides its goods, so that an estimate needs no copy of the rules. Prices are net; the tax is a percentage of the goods, rounded half up once for the order, shipping is a flat rate by country.
         */
        get: operations["getPricing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of a time span
         * @description Counts, revenue and processing times of the orders placed in the span, in all and by hour or day (UTC). Customers get the figures of their own orders. Without `from` and `to` it is the last 24 hours. A span of more than 1000 buckets is 400 naming `interval`.
         */
        get: operations["getOrderStats"];
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
        /** Say that the process lives */
        get: operations["getOrderServiceHealth"];
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
         * Metrics for Prometheus
         * @description OpenMetrics, with exemplars, for whoever accepts it.
         */
        get: operations["getOrderServiceMetrics"];
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
        get: operations["getOrderServiceDescription"];
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
         * Say whether the service can do its work
         * @description It needs PostgreSQL. The broker is told about as well, but while it is away orders are taken and their events wait.
         */
        get: operations["getOrderServiceReadiness"];
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
        Address: {
            city: string;
            /** @description ISO 3166-1 alpha-2. */
            country: string;
            line1: string;
            /** @description Absent when there is none. */
            line2?: string;
            name: string;
            postal_code: string;
        };
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
        /**
         * @description ISO 3166-1 alpha-2, and XK for Kosovo.
         * @enum {string}
         */
        CountryCode: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "XK" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
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
        /** @description What is printed on a parcel: each member is one line of text, not blank, in letters of any script, without control characters, emoji and marks that change the direction of writing. Only `line2` may be left out. */
        NewAddress: {
            city: string;
            country: components["schemas"]["CountryCode"];
            /** @description Street and number. */
            line1: string;
            /** @description Empty is as good as absent. */
            line2?: string | null;
            /** @description Who receives it. */
            name: string;
            postal_code: string;
        };
        /** @description What the customer wants to say about the order. */
        NewNote: string | null;
        NewOrder: {
            items: components["schemas"]["NewOrderItem"][];
            note?: components["schemas"]["NewNote"];
            payment_method: components["schemas"]["PaymentMethod"];
            shipping_address: components["schemas"]["NewAddress"];
        };
        NewOrderItem: {
            /** Format: int64 */
            quantity: number;
            /** @example LAP-1001 */
            sku: string;
        };
        Order: {
            /** Format: date-time */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** Format: uuid */
            customer_id: string;
            /**
             * Format: uuid
             * @description UUIDv7.
             */
            id: string;
            items: components["schemas"]["OrderItem"][];
            /** @description What the customer said about the order. */
            note: string | null;
            /**
             * @description The number that people use.
             * @example ORD-2026-000123
             */
            number: string;
            /** @description Known once the payment is captured. */
            payment_id: string | null;
            /** @description What went back to the customer so far. */
            refunded: components["schemas"]["Amount"];
            /** @description Known once stock is reserved. */
            reservation_id: string | null;
            shipping: components["schemas"]["Amount"];
            shipping_address: components["schemas"]["Address"];
            status: components["schemas"]["OrderStatus"];
            /** @description Why it has this status: a short code of the system, or what somebody wrote. */
            status_reason: string | null;
            /** @description The goods; 0 until stock is reserved. */
            subtotal: components["schemas"]["Amount"];
            tax: components["schemas"]["Amount"];
            total: components["schemas"]["Amount"];
            /** @description The trace that created the order; empty for one that no request placed. */
            trace_id: string;
            /** @description Known once shipped, if the parcel can be followed. */
            tracking_number: string | null;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: int64
             * @description Grows with every change; the `ETag` in quotes.
             */
            version: number;
        };
        OrderEvent: {
            /** @description Role and id: `customer:…`, `operator:…`, `admin:…`, `system:order-service`, `system:warehouse`, `service:payment-service`. */
            actor: string;
            /** Format: date-time */
            at: string;
            /** @description The status before; null for the first entry. */
            from: components["schemas"]["OrderStatus"] | null;
            reason: string | null;
            status: components["schemas"]["OrderStatus"];
        };
        OrderEventPage: {
            items: components["schemas"]["OrderEvent"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Name and prices are those of the catalogue at the time of the reservation; until then empty and 0. */
        OrderItem: {
            line_total: components["schemas"]["Amount"];
            name: string;
            /** Format: int64 */
            quantity: number;
            sku: string;
            unit_price: components["schemas"]["Amount"];
        };
        OrderPage: {
            items: components["schemas"]["Order"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description How many of the orders have which status now. */
        OrdersByStatus: {
            /** Format: int64 */
            cancelled: number;
            /** Format: int64 */
            confirmed: number;
            /** Format: int64 */
            delivered: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            processing: number;
            /** Format: int64 */
            refunded: number;
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            shipped: number;
        };
        OrderStats: {
            /** @description The revenue by the number of those orders; 0 without any. */
            average_order_value: components["schemas"]["Amount"];
            /** @description Every hour or day of the span, oldest first, those without orders included. */
            buckets: components["schemas"]["StatsBucket"][];
            by_status: components["schemas"]["OrdersByStatus"];
            /** Format: date-time */
            from: string;
            interval: components["schemas"]["StatsInterval"];
            /**
             * Format: int64
             * @description Orders placed in the span.
             */
            orders: number;
            processing_seconds: components["schemas"]["ProcessingSeconds"];
            /** @description Totals of the orders that were confirmed and not cancelled, minus what was refunded of them. */
            revenue: components["schemas"]["Amount"];
            /**
             * Format: date-time
             * @description Not part of the span.
             */
            to: string;
        };
        /** @enum {string} */
        OrderStatus: "pending" | "confirmed" | "rejected" | "processing" | "shipped" | "delivered" | "cancelled" | "refunded";
        OrderUpdate: {
            note?: components["schemas"]["NewNote"];
            shipping_address?: components["schemas"]["NewAddress"];
        };
        /** @description A card by the token that the card gateway gave for it. */
        PaymentMethod: {
            /** @example tok_visa */
            token: string;
            /** @constant */
            type: "card";
        };
        Pricing: {
            /** @description ISO 4217. */
            currency: string;
            /**
             * Format: double
             * @description For every country that is not listed.
             */
            default_tax_percent: number;
            /** @description The subtotal from which shipping is free, in the zones that have it. */
            free_shipping_from: components["schemas"]["Amount"];
            /** @description The first zone that has the country counts. */
            shipping_zones: components["schemas"]["ShippingZone"][];
            tax_rates: components["schemas"]["TaxRate"][];
        };
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
        /** @description Percentiles of the time from placing to confirmed or rejected; null without any. */
        ProcessingSeconds: {
            /** Format: double */
            p50: number | null;
            /** Format: double */
            p95: number | null;
            /** Format: double */
            p99: number | null;
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
        /** @description A problem about an order that was placed and rejected. */
        RejectedOrderProblem: components["schemas"]["Problem"] & {
            /** @description With `payment_declined`: what the card gateway said. */
            decline_code?: string;
            /** Format: uuid */
            order_id: string;
            /** @description With `out_of_stock`: what is missing. */
            skus?: string[];
        };
        ShippingZone: {
            /** @description ISO 3166-1 alpha-2; null for the rest of the world. */
            countries: string[] | null;
            /** @description Whether `free_shipping_from` counts here. */
            free_shipping: boolean;
            shipping: components["schemas"]["Amount"];
        };
        StatsBucket: {
            /** Format: int64 */
            cancelled: number;
            /**
             * Format: int64
             * @description Orders that were confirmed and not cancelled, wherever they are now.
             */
            confirmed: number;
            /** Format: int64 */
            orders: number;
            processing_seconds: components["schemas"]["ProcessingSeconds"];
            /** Format: int64 */
            rejected: number;
            revenue: components["schemas"]["Amount"];
            /** Format: date-time */
            start: string;
        };
        /** @enum {string} */
        StatsInterval: "hour" | "day";
        StatusChange: {
            /** @description Why; kept in the history. */
            note?: string | null;
            status: components["schemas"]["OrderStatus"];
            /** @description Taken with `shipped`, refused with any other status. A parcel that nobody follows has none. */
            tracking_number?: string | null;
        };
        TaxRate: {
            /** @description ISO 3166-1 alpha-2. */
            country: string;
            /** Format: double */
            percent: number;
        };
        /** @description A problem about the state of an order. */
        TransitionProblem: components["schemas"]["Problem"] & {
            /** @description With `invalid_transition`. */
            from?: string;
            /** @description With `invalid_transition`. */
            to?: string;
        };
    };
    responses: {
        /** @description The order as it is now. */
        ChangedOrder: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Order"];
            };
        };
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
        /** @description `invalid_transition` naming `from` and `to`, or `conflict` when the order is in no state for this or being worked on. */
        OrderConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TransitionProblem"];
            };
        };
        /** @description `out_of_stock`, or `conflict` when the account is gone or inactive; the order is rejected. */
        OrderRejected: {
            headers: {
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RejectedOrderProblem"];
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
        /** @description `payment_declined`: the order is rejected and no stock is held. */
        PaymentDeclined: {
            headers: {
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:payment_declined",
                 *       "title": "The payment was declined",
                 *       "status": 402,
                 *       "detail": "Order ORD-2026-000123 was rejected: the payment was declined.",
                 *       "instance": "/api/v1/orders",
                 *       "code": "payment_declined",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                 *       "order_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "decline_code": "insufficient_funds"
                 *     }
                 */
                "application/problem+json": components["schemas"]["RejectedOrderProblem"];
            };
        };
        /** @description `precondition_failed`: `If-Match` is missing where it is required, or names another version. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:precondition_failed",
                 *       "title": "Somebody else was faster",
                 *       "status": 412,
                 *       "detail": "The order has version 4 now.",
                 *       "instance": "/api/v1/orders/01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "code": "precondition_failed",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
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
         * @description The first moment of the span, an RFC 3339 timestamp or date (UTC).
         * @example 2026-11-01
         */
        From: string;
        /**
         * @description Makes a repetition safe: the same key and body get the first answer again (with `Idempotent-Replayed: true`), another body gets 422. Kept for at least 24 hours.
         * @example 5f0c2f1e-6c3e-4a53-9d0d-6b1c7a8a2f10
         */
        IdempotencyKey: string;
        /**
         * @description The `ETag` of the version that the change is based on; when it is not the current one, 412.
         * @example "3"
         */
        IfMatch: string;
        /** @description How many items to answer with at most. */
        Limit: number;
        /**
         * @description The order's id; anything that is no UUID is not found.
         * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
         */
        OrderId: string;
        /**
         * @description The first moment after the span, an RFC 3339 timestamp or date (UTC); later than `from`.
         * @example 2026-11-23T00:00:00Z
         */
        To: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The order's version in quotes.
         * @example "3"
         */
        ETag: string;
        /** @description `true` when this is the first answer to the key again. */
        IdempotentReplayed: "true";
        /** @description The caller's `X-Request-Id` (1 to 64 of `A-Za-z0-9._-`), or a new one. */
        RequestId: string;
        /** @description Seconds to wait (RFC 9110, section 10.2.3). */
        RetryAfter: number;
    };
    pathItems: never;
}
export type Address = components['schemas']['Address'];
export type Amount = components['schemas']['Amount'];
export type CountryCode = components['schemas']['CountryCode'];
export type FieldError = components['schemas']['FieldError'];
export type Health = components['schemas']['Health'];
export type NewAddress = components['schemas']['NewAddress'];
export type NewNote = components['schemas']['NewNote'];
export type NewOrder = components['schemas']['NewOrder'];
export type NewOrderItem = components['schemas']['NewOrderItem'];
export type Order = components['schemas']['Order'];
export type OrderEvent = components['schemas']['OrderEvent'];
export type OrderEventPage = components['schemas']['OrderEventPage'];
export type OrderItem = components['schemas']['OrderItem'];
export type OrderPage = components['schemas']['OrderPage'];
export type OrdersByStatus = components['schemas']['OrdersByStatus'];
export type OrderStats = components['schemas']['OrderStats'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type OrderUpdate = components['schemas']['OrderUpdate'];
export type PaymentMethod = components['schemas']['PaymentMethod'];
export type Pricing = components['schemas']['Pricing'];
export type Problem = components['schemas']['Problem'];
export type ProcessingSeconds = components['schemas']['ProcessingSeconds'];
export type Readiness = components['schemas']['Readiness'];
export type RejectedOrderProblem = components['schemas']['RejectedOrderProblem'];
export type ShippingZone = components['schemas']['ShippingZone'];
export type StatsBucket = components['schemas']['StatsBucket'];
export type StatsInterval = components['schemas']['StatsInterval'];
export type StatusChange = components['schemas']['StatusChange'];
export type TaxRate = components['schemas']['TaxRate'];
export type TransitionProblem = components['schemas']['TransitionProblem'];
export type ResponseChangedOrder = components['responses']['ChangedOrder'];
export type ResponseDependencyUnavailable = components['responses']['DependencyUnavailable'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseIdempotencyKeyReused = components['responses']['IdempotencyKeyReused'];
export type ResponseInternalError = components['responses']['InternalError'];
export type ResponseInvalidRequest = components['responses']['InvalidRequest'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseOrderConflict = components['responses']['OrderConflict'];
export type ResponseOrderRejected = components['responses']['OrderRejected'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponsePaymentDeclined = components['responses']['PaymentDeclined'];
export type ResponsePreconditionFailed = components['responses']['PreconditionFailed'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterFrom = components['parameters']['From'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterIfMatch = components['parameters']['IfMatch'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterOrderId = components['parameters']['OrderId'];
export type ParameterTo = components['parameters']['To'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderIdempotentReplayed = components['headers']['IdempotentReplayed'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listOrders: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Whose orders. */
                customer_id?: string;
                /**
                 * @description The first moment of the span, an RFC 3339 timestamp or date (UTC).
                 * @example 2026-11-01
                 */
                from?: components["parameters"]["From"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Words, all of which must fit. What starts like an order number (`ORD-…`) finds the orders whose number begins with it; six or more digits also those whose number ends with them. Any other word must occur in the customer's or recipient's name, or in the name or sku of an item; one of one or two letters at the beginning of a word there. Case does not matter.
                 * @example lovelace laptop
                 */
                q?: string;
                /** @description By time of placing or by total; a minus means falling. */
                sort?: "created_at" | "-created_at" | "total" | "-total";
                /**
                 * @description One or more statuses, separated by commas.
                 * @example [
                 *       "confirmed",
                 *       "processing"
                 *     ]
                 */
                status?: components["schemas"]["OrderStatus"][];
                /**
                 * @description The first moment after the span, an RFC 3339 timestamp or date (UTC); later than `from`.
                 * @example 2026-11-23T00:00:00Z
                 */
                to?: components["parameters"]["To"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of orders. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    createOrder: {
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
                 *       "items": [
                 *         {
                 *           "sku": "LAP-1001",
                 *           "quantity": 1
                 *         }
                 *       ],
                 *       "shipping_address": {
                 *         "name": "Ada Lovelace",
                 *         "line1": "Torstraße 1",
                 *         "city": "Berlin",
                 *         "postal_code": "10119",
                 *         "country": "DE"
                 *       },
                 *       "payment_method": {
                 *         "type": "card",
                 *         "token": "tok_visa"
                 *       },
                 *       "note": "Please ring twice."
                 *     }
                 */
                "application/json": components["schemas"]["NewOrder"];
            };
        };
        responses: {
            /** @description The order is confirmed. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The order is still `pending`; it will be finished without the customer. */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["PaymentDeclined"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["OrderRejected"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version that the caller has; 304 when it is still the current one.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The caller has the current version. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    updateOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version that the change is based on; without it, or when it is not the current one, 412.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shipping_address": {
                 *         "name": "Ada Lovelace",
                 *         "line1": "Torstraße 2",
                 *         "line2": "3. OG",
                 *         "city": "Berlin",
                 *         "postal_code": "10119",
                 *         "country": "DE"
                 *       },
                 *       "note": "Leave it with the neighbours."
                 *     }
                 */
                "application/json": components["schemas"]["OrderUpdate"];
            };
        };
        responses: {
            200: components["responses"]["ChangedOrder"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["OrderConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version that the change is based on; when it is not the current one, 412.
                 * @example "3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ChangedOrder"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["OrderConflict"];
            412: components["responses"]["PreconditionFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listOrderEvents: {
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
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history. */
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
                     *           "status": "pending",
                     *           "from": null,
                     *           "actor": "customer:01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *           "reason": null,
                     *           "at": "2026-11-22T20:36:00.123Z"
                     *         },
                     *         {
                     *           "status": "confirmed",
                     *           "from": "pending",
                     *           "actor": "system:order-service",
                     *           "reason": null,
                     *           "at": "2026-11-22T20:36:00.307Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["OrderEventPage"];
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
    changeOrderStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the version that the change is based on; when it is not the current one, 412.
                 * @example "3"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The order's id; anything that is no UUID is not found.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusChange"];
            };
        };
        responses: {
            200: components["responses"]["ChangedOrder"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["OrderConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getPricing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "currency": "EUR",
                     *       "free_shipping_from": {
                     *         "amount_minor": 10000,
                     *         "currency": "EUR"
                     *       },
                     *       "shipping_zones": [
                     *         {
                     *           "countries": [
                     *             "DE"
                     *           ],
                     *           "shipping": {
                     *             "amount_minor": 490,
                     *             "currency": "EUR"
                     *           },
                     *           "free_shipping": true
                     *         },
                     *         {
                     *           "countries": [
                     *             "AT",
                     *             "FR",
                     *             "NL"
                     *           ],
                     *           "shipping": {
                     *             "amount_minor": 990,
                     *             "currency": "EUR"
                     *           },
                     *           "free_shipping": true
                     *         },
                     *         {
                     *           "countries": null,
                     *           "shipping": {
                     *             "amount_minor": 2490,
                     *             "currency": "EUR"
                     *           },
                     *           "free_shipping": false
                     *         }
                     *       ],
                     *       "tax_rates": [
                     *         {
                     *           "country": "DE",
                     *           "percent": 19
                     *         },
                     *         {
                     *           "country": "FI",
                     *           "percent": 25.5
                     *         }
                     *       ],
                     *       "default_tax_percent": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Pricing"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getOrderStats: {
        parameters: {
            query?: {
                /**
                 * @description The first moment of the span, an RFC 3339 timestamp or date (UTC).
                 * @example 2026-11-01
                 */
                from?: components["parameters"]["From"];
                /** @description The length of a bucket. */
                interval?: components["schemas"]["StatsInterval"];
                /**
                 * @description The first moment after the span, an RFC 3339 timestamp or date (UTC); later than `from`.
                 * @example 2026-11-23T00:00:00Z
                 */
                to?: components["parameters"]["To"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-22T20:00:00.000Z",
                     *       "to": "2026-11-22T22:00:00.000Z",
                     *       "interval": "hour",
                     *       "orders": 3,
                     *       "by_status": {
                     *         "pending": 0,
                     *         "confirmed": 1,
                     *         "rejected": 1,
                     *         "processing": 1,
                     *         "shipped": 0,
                     *         "delivered": 0,
                     *         "cancelled": 0,
                     *         "refunded": 0
                     *       },
                     *       "revenue": {
                     *         "amount_minor": 309162,
                     *         "currency": "EUR"
                     *       },
                     *       "average_order_value": {
                     *         "amount_minor": 154581,
                     *         "currency": "EUR"
                     *       },
                     *       "processing_seconds": {
                     *         "p50": 0.184,
                     *         "p95": 0.31,
                     *         "p99": 0.322
                     *       },
                     *       "buckets": [
                     *         {
                     *           "start": "2026-11-22T20:00:00.000Z",
                     *           "orders": 3,
                     *           "confirmed": 2,
                     *           "rejected": 1,
                     *           "cancelled": 0,
                     *           "revenue": {
                     *             "amount_minor": 309162,
                     *             "currency": "EUR"
                     *           },
                     *           "processing_seconds": {
                     *             "p50": 0.184,
                     *             "p95": 0.31,
                     *             "p99": 0.322
                     *           }
                     *         },
                     *         {
                     *           "start": "2026-11-22T21:00:00.000Z",
                     *           "orders": 0,
                     *           "confirmed": 0,
                     *           "rejected": 0,
                     *           "cancelled": 0,
                     *           "revenue": {
                     *             "amount_minor": 0,
                     *             "currency": "EUR"
                     *           },
                     *           "processing_seconds": {
                     *             "p50": null,
                     *             "p95": null,
                     *             "p99": null
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrderStats"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getOrderServiceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does; no dependency is asked. */
            200: {
                headers: {
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
        };
    };
    getOrderServiceMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics of the process. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example orders{status="confirmed"} 1 */
                    "application/openmetrics-text": string;
                    /** @example orders{status="confirmed"} 1 */
                    "text/plain": string;
                };
            };
        };
    };
    getOrderServiceDescription: {
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
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    "application/yaml": Record<string, never>;
                };
            };
        };
    };
    getOrderServiceReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "checks": {
                     *         "postgres": "ok",
                     *         "rabbitmq": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It cannot, and this is why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "unavailable",
                     *       "checks": {
                     *         "postgres": "does not answer",
                     *         "rabbitmq": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
