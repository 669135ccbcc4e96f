/** Generated from contracts/openapi/notification-service.yaml by `npm run generate`: change that file, not this one. */
export interface paths {
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notifications, newest first
         * @description Customers get those that were made for them; operators and admins get all.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one notification
         * @description Another customer's notification does not exist for a customer.
         */
        get: operations["getNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a notification again that was not sent
         * @description Makes a `failed` or `pending` notification due at once, with all its attempts before it. A repetition is harmless.
         */
        post: operations["retryNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events that could not be handled, oldest first
         * @description Looking changes nothing, neither the letters nor their order. Letters that are no events at all are listed, too.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put one dead letter back among the events */
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put all dead letters back among the events
         * @description Each letter is handled again as if it had just come, with all its attempts before it; what was handled already is ignored. Letters that come back meanwhile are not replayed a second time.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/preferences/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id, or `me` for the caller's own.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Show a user's preferences
         * @description Everybody sees their own; operators and admins those of all users. Who has never chosen has the defaults: English, and every channel on.
         */
        get: operations["getNotificationPreferences"];
        /**
         * Replace a user's preferences
         * @description Everybody changes their own; admins change those of all users, operators get 403 for others'. Holds for what is made from now on, also for live connections that are open.
         */
        put: operations["updateNotificationPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a mail or a text message
         * @description Stores the notification and answers at once; it is sent in the background, and again until it is taken.
         */
        post: operations["sendNotification"];
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
        /** Whether the process answers */
        get: operations["getNotificationServiceHealth"];
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
         * @description OpenMetrics with exemplars when `Accept` asks for it, else the Prometheus text format.
         */
        get: operations["getNotificationServiceMetrics"];
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
        get: operations["getNotificationServiceOpenapi"];
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
         * Whether the service can do its work
         * @description Asks PostgreSQL and RabbitMQ. The mail server and the SMS gateway are not asked, as what cannot be sent now is sent later.
         */
        get: operations["getNotificationServiceReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a live connection (WebSocket handshake)
         * @description Customers get the `order.*` events of their own orders; operators and admins get every event; a service gets none.
         *     Nothing is sent while the user's preference `live` is off.
         *
         *     The client offers the sub-protocols `oms.v1` and its access token; the server selects `oms.v1`. Each event is
         *     one text frame, a `LiveMessage`. The server pings every 30 seconds. It closes with 4401 when the token has
         *     expired, with 1001 when it is stopping: connect anew then, with a fresh token and `after`.
         *
         *     `after` first brings what was missed since that event, oldest first, then what happens: each event once. Events
         *     are kept for 24 hours and at most the newest 500 are sent: who gets 500, or was away for longer, reads the
         *     lists again. An event that is not known (any more) stands for one that is older than all.
         */
        get: operations["openLiveConnection"];
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
        /** @enum {string} */
        Channel: "email" | "sms";
        /** @description A message that could not be handled. */
        DeadLetter: {
            /** @description How often handling it was tried. */
            attempts: number;
            /** @description The beginning of the body; what is no UTF-8 is replaced by U+FFFD. */
            body: string;
            /** Format: date-time */
            dead_since: string | null;
            /** @description Why it was given up. */
            error: string | null;
            /** @description The id of the message; null when it has none. */
            event_id: string | null;
            /**
             * Format: uuid
             * @description Of this letter; an event that comes back after a replay is a new one.
             */
            id: string;
            /** @description Bytes of the body. */
            size: number;
            /** @description The trace of the producer. */
            trace_id: string | null;
            /**
             * @description The routing key with which it was published.
             * @example order.confirmed
             */
            type: string;
        };
        DeadLetterPage: {
            items: components["schemas"]["DeadLetter"][];
            /** @description For the next page; null on the last. */
            next_cursor: string | null;
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
        /**
         * @description ISO 639-1.
         * @enum {string}
         */
        Language: "en" | "de";
        /** @description With `inventory.low_stock`. */
        LiveLowStock: {
            available: number;
            name: string;
            reorder_level: number;
            /** @example LAP-1001 */
            sku: string;
        };
        /** @description An event, reduced to what a browser needs. */
        LiveMessage: {
            /** @description According to `type`. */
            data: components["schemas"]["LiveOrder"] | components["schemas"]["LivePayment"] | components["schemas"]["LiveRefund"] | components["schemas"]["LiveLowStock"] | components["schemas"]["LiveUser"];
            /**
             * Format: uuid
             * @description The event's id; send the last one as `after`.
             */
            id: string;
            /** Format: date-time */
            time: string;
            /** @example order.confirmed */
            type: string;
        };
        /** @description With `order.*`. */
        LiveOrder: {
            /** @example ORD-2026-000123 */
            number: string;
            /** Format: uuid */
            order_id: string;
            /** @example confirmed */
            status: string;
            status_reason: string | null;
            total: components["schemas"]["Amount"] | null;
            version: number;
        };
        /** @description With `payment.captured` and `payment.declined`. */
        LivePayment: {
            amount: components["schemas"]["Amount"];
            /** @example insufficient_funds */
            decline_code: string | null;
            /** @example card */
            method: string | null;
            /** Format: uuid */
            order_id: string;
            /** Format: uuid */
            payment_id: string;
        };
        /** @description With `payment.refunded`. */
        LiveRefund: {
            amount: components["schemas"]["Amount"];
            captured: components["schemas"]["Amount"];
            /** Format: uuid */
            order_id: string;
            /** Format: uuid */
            payment_id: string;
            /** Format: uuid */
            refund_id: string;
            refunded: components["schemas"]["Amount"];
        };
        /** @description With `user.registered`. */
        LiveUser: {
            name: string | null;
            /** Format: uuid */
            user_id: string;
        };
        NewEmail: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "email";
            /**
             * Format: uuid
             * @description The user who may see it.
             */
            customer_id?: string;
            /** Format: uuid */
            order_id?: string;
            order_number?: string;
            /** @example ada@oms.example */
            recipient: string;
            /** @description One line. */
            subject: string;
            text: string;
        };
        /** @description What to send; `channel` decides which fields there are. */
        NewNotification: components["schemas"]["NewEmail"] | components["schemas"]["NewSms"];
        NewNotificationPreferences: {
            email: boolean;
            language: components["schemas"]["Language"];
            live: boolean;
            sms: boolean;
            /**
             * Format: uuid
             * @description Not needed; when given, it must be the user of the path.
             */
            user_id?: string;
        };
        NewSms: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "sms";
            /**
             * Format: uuid
             * @description The user who may see it.
             */
            customer_id?: string;
            /** Format: uuid */
            order_id?: string;
            order_number?: string;
            /**
             * @description E.164.
             * @example +447700900123
             */
            recipient: string;
            /** @description Accepted so that one body serves both channels, and left out: a text message has none. */
            subject?: string;
            text: string;
        };
        /** @description A mail or a text message. */
        Notification: {
            attempts: number;
            channel: components["schemas"]["Channel"];
            /** Format: date-time */
            created_at: string;
            /** @description The user whom it is for. */
            customer_id: string | null;
            /**
             * Format: uuid
             * @description The event that caused it; null when it was sent by hand.
             */
            event_id: string | null;
            /** @example order.confirmed */
            event_type: string | null;
            /** Format: uuid */
            id: string;
            /** @description Why the last attempt failed; for operators and admins only. */
            last_error?: string | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            /** Format: uuid */
            order_id: string | null;
            /** @example ORD-2026-000123 */
            order_number: string | null;
            /** @description E-mail address, or phone number (E.164). */
            recipient: string;
            /** Format: date-time */
            sent_at: string | null;
            status: components["schemas"]["NotificationStatus"];
            /** @description Of a mail. */
            subject: string | null;
            /** @description What the recipient reads; of a mail its plain text. */
            text: string;
            /** @description The trace of what caused it. */
            trace_id: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        NotificationPage: {
            items: components["schemas"]["Notification"][];
            /** @description For the next page; null on the last. */
            next_cursor: string | null;
        };
        NotificationPreferences: {
            /** @description Mails, also those about the account and the confirmations of orders. */
            email: boolean;
            language: components["schemas"]["Language"];
            /** @description Events over live connections. */
            live: boolean;
            /** @description Text messages. */
            sms: boolean;
            /** Format: uuid */
            user_id: string;
        };
        /**
         * @description `pending`: stored, not tried yet. `sending`: an attempt is under way. `sent`: taken over by the mail server or the SMS gateway. `failed`: the last attempt failed; tried again at `next_attempt_at`, given up when that is null.
         * @enum {string}
         */
        NotificationStatus: "pending" | "sending" | "sent" | "failed";
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
        ReplayResult: {
            /** @description How many letters were put back. */
            replayed: number;
        };
    };
    responses: {
        /** @description `conflict`: `user_id` in the body is not the user of the path. */
        AnotherUser: {
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
                 *       "detail": "The user_id in the body is not the user of the path.",
                 *       "instance": "/api/v1/notifications/preferences/me",
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
        /** @description `conflict`: the notification is sent, or being sent. */
        NotificationNotRetriable: {
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
                 *       "detail": "The notification is sent; only a failed or pending one is sent again.",
                 *       "instance": "/api/v1/notifications/01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10/retry",
                 *       "code": "conflict",
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
         * @description The `id` of the notification.
         * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
         */
        NotificationId: string;
        /**
         * @description The user's id, or `me` for the caller's own.
         * @example me
         */
        UserId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The caller's `X-Request-Id` (1 to 64 of `A-Za-z0-9._-`), or a new one. */
        RequestId: string;
        /** @description Seconds to wait (RFC 9110, section 10.2.3). */
        RetryAfter: number;
    };
    pathItems: never;
}
export type Amount = components['schemas']['Amount'];
export type Channel = components['schemas']['Channel'];
export type DeadLetter = components['schemas']['DeadLetter'];
export type DeadLetterPage = components['schemas']['DeadLetterPage'];
export type FieldError = components['schemas']['FieldError'];
export type Health = components['schemas']['Health'];
export type Language = components['schemas']['Language'];
export type LiveLowStock = components['schemas']['LiveLowStock'];
export type LiveMessage = components['schemas']['LiveMessage'];
export type LiveOrder = components['schemas']['LiveOrder'];
export type LivePayment = components['schemas']['LivePayment'];
export type LiveRefund = components['schemas']['LiveRefund'];
export type LiveUser = components['schemas']['LiveUser'];
export type NewEmail = components['schemas']['NewEmail'];
export type NewNotification = components['schemas']['NewNotification'];
export type NewNotificationPreferences = components['schemas']['NewNotificationPreferences'];
export type NewSms = components['schemas']['NewSms'];
export type Notification = components['schemas']['Notification'];
export type NotificationPage = components['schemas']['NotificationPage'];
export type NotificationPreferences = components['schemas']['NotificationPreferences'];
export type NotificationStatus = components['schemas']['NotificationStatus'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type ReplayResult = components['schemas']['ReplayResult'];
export type ResponseAnotherUser = components['responses']['AnotherUser'];
export type ResponseDependencyUnavailable = components['responses']['DependencyUnavailable'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseIdempotencyKeyReused = components['responses']['IdempotencyKeyReused'];
export type ResponseInternalError = components['responses']['InternalError'];
export type ResponseInvalidRequest = components['responses']['InvalidRequest'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseNotificationNotRetriable = components['responses']['NotificationNotRetriable'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterNotificationId = components['parameters']['NotificationId'];
export type ParameterUserId = components['parameters']['UserId'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listNotifications: {
        parameters: {
            query?: {
                channel?: components["schemas"]["Channel"];
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description The e-mail address or phone number, exactly as it was written to.
                 * @example ada@oms.example
                 */
                recipient?: string;
                status?: components["schemas"]["NotificationStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notifications. */
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
                     *           "channel": "email",
                     *           "recipient": "ada@oms.example",
                     *           "subject": "Your order ORD-2026-000123 is confirmed",
                     *           "text": "Hello Ada Lovelace, …",
                     *           "status": "sent",
                     *           "attempts": 1,
                     *           "next_attempt_at": null,
                     *           "last_error": null,
                     *           "event_id": "01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33",
                     *           "event_type": "order.confirmed",
                     *           "order_id": "01980a5e-79b1-7be1-a6a5-2a7f0a6f0c11",
                     *           "order_number": "ORD-2026-000123",
                     *           "customer_id": "0190a1b2-3c4d-7000-8000-000000000001",
                     *           "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *           "created_at": "2026-11-22T20:36:00.123Z",
                     *           "updated_at": "2026-11-22T20:36:00.345Z",
                     *           "sent_at": "2026-11-22T20:36:00.340Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the notification.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["NotificationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "channel": "email",
                     *       "recipient": "ada@oms.example",
                     *       "subject": "Your order ORD-2026-000123 is confirmed",
                     *       "text": "Hello Ada Lovelace, …",
                     *       "status": "sent",
                     *       "attempts": 1,
                     *       "next_attempt_at": null,
                     *       "last_error": null,
                     *       "event_id": "01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33",
                     *       "event_type": "order.confirmed",
                     *       "order_id": "01980a5e-79b1-7be1-a6a5-2a7f0a6f0c11",
                     *       "order_number": "ORD-2026-000123",
                     *       "customer_id": "0190a1b2-3c4d-7000-8000-000000000001",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *       "created_at": "2026-11-22T20:36:00.123Z",
                     *       "updated_at": "2026-11-22T20:36:00.345Z",
                     *       "sent_at": "2026-11-22T20:36:00.340Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    retryNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the notification.
                 * @example 01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                 */
                id: components["parameters"]["NotificationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification is on its way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "channel": "email",
                     *       "recipient": "ada@oms.example",
                     *       "subject": "Your order ORD-2026-000123 is confirmed",
                     *       "text": "Hello Ada Lovelace, …",
                     *       "status": "pending",
                     *       "attempts": 0,
                     *       "next_attempt_at": "2026-11-22T20:40:00.000Z",
                     *       "last_error": "the mailbox is full",
                     *       "event_id": "01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33",
                     *       "event_type": "order.confirmed",
                     *       "order_id": "01980a5e-79b1-7be1-a6a5-2a7f0a6f0c11",
                     *       "order_number": "ORD-2026-000123",
                     *       "customer_id": "0190a1b2-3c4d-7000-8000-000000000001",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *       "created_at": "2026-11-22T20:36:00.123Z",
                     *       "updated_at": "2026-11-22T20:40:00.000Z",
                     *       "sent_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotificationNotRetriable"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listDeadLetters: {
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
            /** @description A page of dead letters. */
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
                     *           "id": "01980a60-10aa-7d0f-9a55-5b8f6f7c1b22",
                     *           "event_id": "01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33",
                     *           "type": "order.confirmed",
                     *           "error": "data.number: is required",
                     *           "attempts": 1,
                     *           "dead_since": "2026-11-22T20:37:00.000Z",
                     *           "size": 1834,
                     *           "body": "{\"specversion\":\"1.0\",\"id\":\"01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33\"}",
                     *           "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of the dead letter.
                 * @example 01980a60-10aa-7d0f-9a55-5b8f6f7c1b22
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letter is among the events again. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 1
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayResult"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description So many letters are among the events again. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayResult"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id, or `me` for the caller's own.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences, or the defaults. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "0190a1b2-3c4d-7000-8000-000000000001",
                     *       "language": "de",
                     *       "email": true,
                     *       "sms": false,
                     *       "live": true
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    updateNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id, or `me` for the caller's own.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "language": "de",
                 *       "email": true,
                 *       "sms": false,
                 *       "live": true
                 *     }
                 */
                "application/json": components["schemas"]["NewNotificationPreferences"];
            };
        };
        responses: {
            /** @description The preferences as they are stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "0190a1b2-3c4d-7000-8000-000000000001",
                     *       "language": "de",
                     *       "email": true,
                     *       "sms": false,
                     *       "live": true
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AnotherUser"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    sendNotification: {
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
                "application/json": components["schemas"]["NewNotification"];
            };
        };
        responses: {
            /** @description The notification is stored and on its way. */
            202: {
                headers: {
                    /** @description Given, with `true`, when this is the answer to an earlier request with the same `Idempotency-Key`. */
                    "Idempotent-Replayed"?: "true";
                    /**
                     * @description The path of the notification.
                     * @example /api/v1/notifications/01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10
                     */
                    Location?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10",
                     *       "channel": "sms",
                     *       "recipient": "+447700900123",
                     *       "subject": null,
                     *       "text": "OMS: your parcel waits at the post office.",
                     *       "status": "pending",
                     *       "attempts": 0,
                     *       "next_attempt_at": "2026-11-22T20:36:00.123Z",
                     *       "event_id": null,
                     *       "event_type": null,
                     *       "order_id": null,
                     *       "order_number": "ORD-2026-000123",
                     *       "customer_id": null,
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *       "created_at": "2026-11-22T20:36:00.123Z",
                     *       "updated_at": "2026-11-22T20:36:00.123Z",
                     *       "sent_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getNotificationServiceHealth: {
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
    getNotificationServiceMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP notification_queue_size Stored notifications that still wait to be sent.
                     *     # TYPE notification_queue_size gauge
                     *     notification_queue_size 0
                     *     # EOF
                     */
                    "application/openmetrics-text": string;
                    /**
                     * @example # HELP notification_queue_size Stored notifications that still wait to be sent.
                     *     # TYPE notification_queue_size gauge
                     *     notification_queue_size 0
                     */
                    "text/plain": string;
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    getNotificationServiceOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI description of this service. */
            200: {
                headers: {
                    /** @description Always asked for anew. */
                    "Cache-Control"?: "no-cache";
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
    getNotificationServiceReadiness: {
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
                    "X-Request-Id": components["headers"]["RequestId"];
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
            500: components["responses"]["InternalError"];
            /** @description It cannot; `checks` names the dependency. */
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
    openLiveConnection: {
        parameters: {
            query?: {
                /**
                 * @description The `id` of the last event that the client has.
                 * @example 01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33
                 */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is open; what is described here is one frame of it. */
            101: {
                headers: {
                    /** @description The selected sub-protocol. */
                    "Sec-WebSocket-Protocol"?: "oms.v1";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-7a00-7e4c-8f5b-0d4f2d1f9a33",
                     *       "type": "order.confirmed",
                     *       "time": "2026-11-22T20:36:00.123Z",
                     *       "data": {
                     *         "order_id": "01980a5e-79b1-7be1-a6a5-2a7f0a6f0c11",
                     *         "number": "ORD-2026-000123",
                     *         "status": "confirmed",
                     *         "status_reason": null,
                     *         "total": {
                     *           "amount_minor": 309162,
                     *           "currency": "EUR"
                     *         },
                     *         "version": 2
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["LiveMessage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
}
