/** Generated from contracts/openapi/inventory-service.yaml by `npm run generate`: change that file, not this one. */
export interface paths {
    "/api/v1/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products with their stock, in the order of their SKU.
         * @description The filters narrow each other.
         */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One product with its stock. */
        get: operations["getItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/{sku}/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger of a product, newest first. */
        get: operations["listMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/adjust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Corrects a count.
         * @description Writes a movement of kind `adjust`. `conflict` (409): less than nothing, or less than what is reserved, would be left, or more than 1,000,000,000 pieces. `invalid_request` (400) names an unknown `sku` or `warehouse`.
         */
        post: operations["adjustStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products at or below their reorder level, in the order of their SKU.
         * @description Each also was announced once, by the event `inventory.low_stock`, when it came down to the level.
         */
        get: operations["listStockAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes the goods that an order holds out of stock; again is fine.
         * @description `not_found` (404): the order has no reservation. `conflict` (409): it was released or has expired.
         */
        post: operations["commitReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a product, with no stock in any warehouse.
         * @description `conflict` (409): the SKU is taken.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/products/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes what the catalogue says about a product.
         * @description Orders that are reserved already keep the name and price of that moment.
         */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/api/v1/inventory/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives an order's stock back, held or committed; again is fine.
         * @description `status` says what became of the reservation: `released` (it was held), `returned` (it was committed), `expired` (it was gone already) or `none` (the order never had one).
         */
        post: operations["releaseReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/reserve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds stock for an order, all of it or nothing.
         * @description With `ship_to` each line goes to the nearest warehouse that has pieces, and to further ones for what is missing;
         *     without it to the fullest one. Lines of the same product are added up.
         *
         *     One reservation an order: the same items again are answered with the reservation that the order has, other
         *     items with 422. `Idempotency-Key` is accepted, the order is the key. An expired reservation is made anew
         *     under its id. `conflict` (409): the order's reservation was released. `invalid_request` (400) names an unknown
         *     `items[n].sku` or `ship_to.country`.
         */
        post: operations["reserveStock"];
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
        /** The process answers. */
        get: operations["getInventoryServiceHealth"];
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
         * Metrics for Prometheus.
         * @description OpenMetrics with exemplars when `Accept` asks for it, else the classic text format.
         */
        get: operations["getInventoryServiceMetrics"];
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
        /** This description. */
        get: operations["getInventoryServiceOpenapi"];
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
         * The service can do its work.
         * @description It needs PostgreSQL only. Without Redis it reads the database, without RabbitMQ events wait in the outbox.
         */
        get: operations["getInventoryServiceReadiness"];
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
        /** @description Where the goods go. */
        Destination: {
            /**
             * @description ISO 3166-1 alpha-2, and XK for Kosovo.
             * @example FR
             */
            country: string;
        };
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
        /** @description A product with its stock. */
        Item: {
            /**
             * Format: int64
             * @description What can be sold.
             * @example 548
             */
            available: number;
            /** @example laptops */
            category: string;
            /** @example Aurora 13 Ultrabook */
            name: string;
            /**
             * Format: int64
             * @description Pieces on the shelves of all warehouses.
             * @example 550
             */
            on_hand: number;
            price: components["schemas"]["Amount"];
            /**
             * Format: int32
             * @description With this much available, or less, stock is low.
             * @example 55
             */
            reorder_level: number;
            /**
             * Format: int64
             * @description How many of them are promised to orders.
             * @example 2
             */
            reserved: number;
            /** @example LAP-1001 */
            sku: string;
            /** @description By the warehouse's code. */
            warehouses: components["schemas"]["WarehouseLevel"][];
        };
        ItemPage: {
            items: components["schemas"]["Item"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        /**
         * @description A row of the ledger. `receipt` and `return`: goods came in; `commit`: goods left; `adjust`: a count was
         *     corrected; `reserve`: pieces are held; `release`: the hold is lifted.
         */
        Movement: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "receipt" | "reserve" | "release" | "commit" | "return" | "adjust";
            /**
             * Format: uuid
             * @description Only when an order is the cause.
             */
            order_id?: string;
            /**
             * Format: int32
             * @description The change of what is available.
             * @example -2
             */
            quantity: number;
            /**
             * @description Only when one was given.
             * @example cancelled
             */
            reason?: string;
            /** @example LAP-1001 */
            sku: string;
            /** @example BER */
            warehouse: string;
        };
        MovementPage: {
            items: components["schemas"]["Movement"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        NewProduct: {
            category: components["schemas"]["ProductCategory"];
            name: components["schemas"]["ProductName"];
            price: components["schemas"]["ProductPrice"];
            reorder_level: components["schemas"]["ReorderLevel"];
            /** @example LAP-1011 */
            sku: string;
        };
        NewReservation: {
            items: components["schemas"]["ReservationLine"][];
            /** Format: uuid */
            order_id: string;
            ship_to?: components["schemas"]["Destination"] | null;
        };
        OrderReference: {
            /** Format: uuid */
            order_id: string;
        };
        /** @description A problem document; with `out_of_stock` it names the order and the products. */
        OutOfStockProblem: components["schemas"]["Problem"] & {
            /** Format: uuid */
            order_id?: string;
            /** @description The products that cannot be reserved in full. */
            skus?: string[];
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
        /**
         * @description One of the categories of the shop.
         * @enum {string}
         */
        ProductCategory: "audio" | "keyboards" | "laptops" | "monitors" | "networking" | "storage";
        /** @description What is absent stays as it is. */
        ProductChange: {
            category?: components["schemas"]["ProductCategory"];
            name?: components["schemas"]["ProductName"];
            price?: components["schemas"]["ProductPrice"];
            reorder_level?: components["schemas"]["ReorderLevel"];
        };
        /**
         * @description Without control characters, and without a space at either end.
         * @example Aurora 14 Ultrabook
         */
        ProductName: string;
        /** @description A price in the currency of the shop. */
        ProductPrice: {
            /**
             * Format: int64
             * @description Cents.
             * @example 129900
             */
            amount_minor: number;
            /** @constant */
            currency: "EUR";
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
        /**
         * Format: int32
         * @description With this much available, or less, stock is low.
         * @example 40
         */
        ReorderLevel: number;
        /** @description What an order holds. */
        Reservation: {
            /**
             * Format: date-time
             * @description When a hold that was not committed ends.
             */
            expires_at: string;
            items: components["schemas"]["ReservedItem"][];
            /** Format: uuid */
            order_id: string;
            /** Format: uuid */
            reservation_id: string;
            /** @enum {string} */
            status: "reserved" | "committed";
        };
        ReservationLine: {
            /**
             * Format: int32
             * @example 2
             */
            quantity: number;
            /** @example LAP-1001 */
            sku: string;
        };
        /** @description What became of an order's reservation. */
        ReservationOutcome: {
            /** Format: uuid */
            order_id: string;
            /**
             * Format: uuid
             * @description Absent when the order never had one.
             */
            reservation_id?: string;
            /** @enum {string} */
            status: "committed" | "released" | "returned" | "expired" | "none";
        };
        /** @description One product of a reservation, with its name and price of the moment. */
        ReservedItem: {
            /** @description Where the pieces lie, in the order in which the warehouses were chosen. */
            allocations: components["schemas"]["WarehouseQuantity"][];
            /** @example Aurora 13 Ultrabook */
            name: string;
            /**
             * Format: int32
             * @example 2
             */
            quantity: number;
            /** @example LAP-1001 */
            sku: string;
            unit_price: components["schemas"]["Amount"];
        };
        StockAdjustment: {
            /**
             * Format: int32
             * @description Pieces found (more than 0) or missing (less than 0).
             * @example -3
             */
            delta: number;
            /**
             * @description Why, for the ledger; without control characters, and without a space at either end.
             * @example damaged in transport
             */
            reason: string;
            /** @example LAP-1001 */
            sku: string;
            /**
             * @description The code of a warehouse.
             * @enum {string}
             */
            warehouse: "BER" | "MAD" | "RTM";
        };
        /** @description A product that must be reordered. */
        StockAlert: {
            /**
             * Format: int64
             * @example 15
             */
            available: number;
            /** @example Gate 500 Firewall */
            name: string;
            /**
             * Format: int32
             * @example 15
             */
            reorder_level: number;
            /**
             * Format: date-time
             * @description When it came down to its reorder level.
             */
            since: string;
            /** @example NET-1008 */
            sku: string;
        };
        StockAlertPage: {
            items: components["schemas"]["StockAlert"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description The stock of a product in one warehouse. */
        WarehouseLevel: {
            /**
             * Format: int32
             * @example 220
             */
            on_hand: number;
            /**
             * Format: int32
             * @example 2
             */
            reserved: number;
            /**
             * @description Its code.
             * @example BER
             */
            warehouse: string;
        };
        WarehouseQuantity: {
            /**
             * Format: int32
             * @example 2
             */
            quantity: number;
            /** @example RTM */
            warehouse: string;
        };
    };
    responses: {
        /** @description `conflict`: the state does not allow it. */
        Conflict: {
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
                 *       "detail": "LAP-1001 in BER has 220 pieces of which 2 are reserved; 300 cannot be taken away",
                 *       "instance": "/api/v1/inventory/adjust",
                 *       "code": "conflict",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
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
        /** @description What became of the reservation. */
        Outcome: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "order_id": "01980a5e-7a00-7abc-8def-0123456789ab",
                 *       "reservation_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                 *       "status": "committed"
                 *     }
                 */
                "application/json": components["schemas"]["ReservationOutcome"];
            };
        };
        /** @description `out_of_stock`: at least one item cannot be reserved in full, nothing was reserved. `conflict`: the order's reservation was released. */
        OutOfStock: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:out_of_stock",
                 *       "title": "Out of stock",
                 *       "status": 409,
                 *       "detail": "not enough stock of LAP-1006",
                 *       "instance": "/api/v1/inventory/reserve",
                 *       "code": "out_of_stock",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                 *       "order_id": "01980a5e-7a00-7abc-8def-0123456789ab",
                 *       "skus": [
                 *         "LAP-1006"
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["OutOfStockProblem"];
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
         * @description The product; an unknown one is 404.
         * @example LAP-1001
         */
        Sku: string;
    };
    requestBodies: {
        OrderReference: {
            content: {
                /**
                 * @example {
                 *       "order_id": "01980a5e-7a00-7abc-8def-0123456789ab"
                 *     }
                 */
                "application/json": components["schemas"]["OrderReference"];
            };
        };
    };
    headers: {
        /** @description `true` when this is the first answer again. */
        IdempotentReplayed: "true";
        /**
         * @description Where the product is.
         * @example /api/v1/inventory/LAP-1011
         */
        ItemLocation: string;
        /** @description The caller's `X-Request-Id` (1 to 64 of `A-Za-z0-9._-`), or a new one. */
        RequestId: string;
        /** @description Seconds to wait (RFC 9110, section 10.2.3). */
        RetryAfter: number;
    };
    pathItems: never;
}
export type Amount = components['schemas']['Amount'];
export type Destination = components['schemas']['Destination'];
export type FieldError = components['schemas']['FieldError'];
export type Health = components['schemas']['Health'];
export type Item = components['schemas']['Item'];
export type ItemPage = components['schemas']['ItemPage'];
export type Movement = components['schemas']['Movement'];
export type MovementPage = components['schemas']['MovementPage'];
export type NewProduct = components['schemas']['NewProduct'];
export type NewReservation = components['schemas']['NewReservation'];
export type OrderReference = components['schemas']['OrderReference'];
export type OutOfStockProblem = components['schemas']['OutOfStockProblem'];
export type Problem = components['schemas']['Problem'];
export type ProductCategory = components['schemas']['ProductCategory'];
export type ProductChange = components['schemas']['ProductChange'];
export type ProductName = components['schemas']['ProductName'];
export type ProductPrice = components['schemas']['ProductPrice'];
export type Readiness = components['schemas']['Readiness'];
export type ReorderLevel = components['schemas']['ReorderLevel'];
export type Reservation = components['schemas']['Reservation'];
export type ReservationLine = components['schemas']['ReservationLine'];
export type ReservationOutcome = components['schemas']['ReservationOutcome'];
export type ReservedItem = components['schemas']['ReservedItem'];
export type StockAdjustment = components['schemas']['StockAdjustment'];
export type StockAlert = components['schemas']['StockAlert'];
export type StockAlertPage = components['schemas']['StockAlertPage'];
export type WarehouseLevel = components['schemas']['WarehouseLevel'];
export type WarehouseQuantity = components['schemas']['WarehouseQuantity'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseDependencyUnavailable = components['responses']['DependencyUnavailable'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseIdempotencyKeyReused = components['responses']['IdempotencyKeyReused'];
export type ResponseInternalError = components['responses']['InternalError'];
export type ResponseInvalidRequest = components['responses']['InvalidRequest'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseOutcome = components['responses']['Outcome'];
export type ResponseOutOfStock = components['responses']['OutOfStock'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterSku = components['parameters']['Sku'];
export type RequestBodyOrderReference = components['requestBodies']['OrderReference'];
export type HeaderIdempotentReplayed = components['headers']['IdempotentReplayed'];
export type HeaderItemLocation = components['headers']['ItemLocation'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listItems: {
        parameters: {
            query?: {
                /**
                 * @description Only this category; one that does not exist has no products.
                 * @example laptops
                 */
                category?: string;
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
                /** @description `true`: available at or below the reorder level; `false`: above it. */
                low_stock?: boolean;
                /**
                 * @description Text that the SKU or the name contains, in any case.
                 * @example ultrabook
                 */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of products. */
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
                     *           "sku": "LAP-1001",
                     *           "name": "Aurora 13 Ultrabook",
                     *           "category": "laptops",
                     *           "price": {
                     *             "amount_minor": 119900,
                     *             "currency": "EUR"
                     *           },
                     *           "on_hand": 550,
                     *           "reserved": 2,
                     *           "available": 548,
                     *           "reorder_level": 55,
                     *           "warehouses": [
                     *             {
                     *               "warehouse": "BER",
                     *               "on_hand": 220,
                     *               "reserved": 2
                     *             },
                     *             {
                     *               "warehouse": "MAD",
                     *               "on_hand": 150,
                     *               "reserved": 0
                     *             },
                     *             {
                     *               "warehouse": "RTM",
                     *               "on_hand": 180,
                     *               "reserved": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": "YWZ0ZXI6TEFQLTEwMDE"
                     *     }
                     */
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The product; an unknown one is 404.
                 * @example LAP-1001
                 */
                sku: components["parameters"]["Sku"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sku": "LAP-1001",
                     *       "name": "Aurora 13 Ultrabook",
                     *       "category": "laptops",
                     *       "price": {
                     *         "amount_minor": 119900,
                     *         "currency": "EUR"
                     *       },
                     *       "on_hand": 550,
                     *       "reserved": 2,
                     *       "available": 548,
                     *       "reorder_level": 55,
                     *       "warehouses": [
                     *         {
                     *           "warehouse": "BER",
                     *           "on_hand": 220,
                     *           "reserved": 2
                     *         },
                     *         {
                     *           "warehouse": "MAD",
                     *           "on_hand": 150,
                     *           "reserved": 0
                     *         },
                     *         {
                     *           "warehouse": "RTM",
                     *           "on_hand": 180,
                     *           "reserved": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Item"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listMovements: {
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
                 * @description The product; an unknown one is 404.
                 * @example LAP-1001
                 */
                sku: components["parameters"]["Sku"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of movements. */
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
                     *           "id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *           "sku": "LAP-1001",
                     *           "warehouse": "BER",
                     *           "kind": "reserve",
                     *           "quantity": -2,
                     *           "order_id": "01980a5e-7a00-7abc-8def-0123456789ab",
                     *           "created_at": "2026-11-22T20:36:00.123Z"
                     *         },
                     *         {
                     *           "id": "01980a5e-0000-7cc2-9d53-3f0f6f6d5a10",
                     *           "sku": "LAP-1001",
                     *           "warehouse": "BER",
                     *           "kind": "receipt",
                     *           "quantity": 220,
                     *           "reason": "initial stock",
                     *           "created_at": "2026-11-22T20:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MovementPage"];
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
    adjustStock: {
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
                 *       "sku": "LAP-1001",
                 *       "warehouse": "BER",
                 *       "delta": -3,
                 *       "reason": "damaged in transport"
                 *     }
                 */
                "application/json": components["schemas"]["StockAdjustment"];
            };
        };
        responses: {
            /** @description The movement. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "sku": "LAP-1001",
                     *       "warehouse": "BER",
                     *       "kind": "adjust",
                     *       "quantity": -3,
                     *       "reason": "damaged in transport",
                     *       "created_at": "2026-11-22T20:36:00.123Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Movement"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listStockAlerts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of alerts. */
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
                     *           "sku": "NET-1008",
                     *           "name": "Gate 500 Firewall",
                     *           "available": 15,
                     *           "reorder_level": 15,
                     *           "since": "2026-11-22T20:36:00.123Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["StockAlertPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    commitReservation: {
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
        requestBody: components["requestBodies"]["OrderReference"];
        responses: {
            200: components["responses"]["Outcome"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    createProduct: {
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
                 *       "sku": "LAP-1011",
                 *       "name": "Aurora 14 Ultrabook",
                 *       "category": "laptops",
                 *       "price": {
                 *         "amount_minor": 129900,
                 *         "currency": "EUR"
                 *       },
                 *       "reorder_level": 40
                 *     }
                 */
                "application/json": components["schemas"]["NewProduct"];
            };
        };
        responses: {
            /** @description The product. */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    Location: components["headers"]["ItemLocation"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sku": "LAP-1011",
                     *       "name": "Aurora 14 Ultrabook",
                     *       "category": "laptops",
                     *       "price": {
                     *         "amount_minor": 129900,
                     *         "currency": "EUR"
                     *       },
                     *       "on_hand": 0,
                     *       "reserved": 0,
                     *       "available": 0,
                     *       "reorder_level": 40,
                     *       "warehouses": [
                     *         {
                     *           "warehouse": "BER",
                     *           "on_hand": 0,
                     *           "reserved": 0
                     *         },
                     *         {
                     *           "warehouse": "MAD",
                     *           "on_hand": 0,
                     *           "reserved": 0
                     *         },
                     *         {
                     *           "warehouse": "RTM",
                     *           "on_hand": 0,
                     *           "reserved": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Item"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The product; an unknown one is 404.
                 * @example LAP-1001
                 */
                sku: components["parameters"]["Sku"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "price": {
                 *         "amount_minor": 124900,
                 *         "currency": "EUR"
                 *       },
                 *       "reorder_level": 60
                 *     }
                 */
                "application/json": components["schemas"]["ProductChange"];
            };
        };
        responses: {
            /** @description The product as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sku": "LAP-1001",
                     *       "name": "Aurora 13 Ultrabook",
                     *       "category": "laptops",
                     *       "price": {
                     *         "amount_minor": 124900,
                     *         "currency": "EUR"
                     *       },
                     *       "on_hand": 550,
                     *       "reserved": 2,
                     *       "available": 548,
                     *       "reorder_level": 60,
                     *       "warehouses": [
                     *         {
                     *           "warehouse": "BER",
                     *           "on_hand": 220,
                     *           "reserved": 2
                     *         },
                     *         {
                     *           "warehouse": "MAD",
                     *           "on_hand": 150,
                     *           "reserved": 0
                     *         },
                     *         {
                     *           "warehouse": "RTM",
                     *           "on_hand": 180,
                     *           "reserved": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Item"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    releaseReservation: {
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
        requestBody: components["requestBodies"]["OrderReference"];
        responses: {
            200: components["responses"]["Outcome"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    reserveStock: {
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
                 *       "order_id": "01980a5e-7a00-7abc-8def-0123456789ab",
                 *       "items": [
                 *         {
                 *           "sku": "LAP-1001",
                 *           "quantity": 2
                 *         }
                 *       ],
                 *       "ship_to": {
                 *         "country": "FR"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewReservation"];
            };
        };
        responses: {
            /** @description The reservation that the order has. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservation_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "order_id": "01980a5e-7a00-7abc-8def-0123456789ab",
                     *       "status": "reserved",
                     *       "expires_at": "2026-11-22T20:51:00.123Z",
                     *       "items": [
                     *         {
                     *           "sku": "LAP-1001",
                     *           "name": "Aurora 13 Ultrabook",
                     *           "quantity": 2,
                     *           "unit_price": {
                     *             "amount_minor": 119900,
                     *             "currency": "EUR"
                     *           },
                     *           "allocations": [
                     *             {
                     *               "warehouse": "RTM",
                     *               "quantity": 2
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description A new reservation. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservation_id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "order_id": "01980a5e-7a00-7abc-8def-0123456789ab",
                     *       "status": "reserved",
                     *       "expires_at": "2026-11-22T20:51:00.123Z",
                     *       "items": [
                     *         {
                     *           "sku": "LAP-1001",
                     *           "name": "Aurora 13 Ultrabook",
                     *           "quantity": 2,
                     *           "unit_price": {
                     *             "amount_minor": 119900,
                     *             "currency": "EUR"
                     *           },
                     *           "allocations": [
                     *             {
                     *               "warehouse": "RTM",
                     *               "quantity": 2
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["OutOfStock"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getInventoryServiceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does; no dependency was asked. */
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
    getInventoryServiceMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example inventory_low_stock_items 2
                     *     # EOF
                     */
                    "application/openmetrics-text": string;
                    /** @example inventory_low_stock_items 2 */
                    "text/plain": string;
                };
            };
        };
    };
    getInventoryServiceOpenapi: {
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
                     * @description It may change with the next start.
                     * @example no-cache
                     */
                    "Cache-Control"?: string;
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
    getInventoryServiceReadiness: {
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
                     *         "postgres": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It cannot; `checks` says why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "unavailable",
                     *       "checks": {
                     *         "postgres": "no connection"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
