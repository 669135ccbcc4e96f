/** Generated from contracts/openapi/user-service.yaml by `npm run generate`: change that file, not this one. */
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that verify access tokens
         * @description The current key, the next one (so that everybody knows it before it signs) and, for an hour after a rotation, the one before (RFC 7517). It may be kept for 5 minutes.
         */
        get: operations["getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search accounts
         * @description Newest first.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account.
                 * @example 01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
                 */
                id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Read an account
         * @description For a customer every account but their own is 404.
         */
        get: operations["getUser"];
        /**
         * Change name or phone of an account
         * @description By its owner or an admin. What is not given stays.
         */
        put: operations["updateUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change role or activity of an account
         * @description What is not given stays. To deactivate an account ends its sessions. A new role is in force here at once, and elsewhere with the next access token. Nobody does this to their own account: 409.
         */
        patch: operations["administerUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account, or `me`.
                 * @example me
                 */
                id: components["parameters"]["UserIdOrMe"];
            };
            cookie?: never;
        };
        /**
         * List the sessions of an account
         * @description The live ones, newest first; one's own, or an admin anybody's.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all sessions of an account
         * @description The current one included. One's own, or an admin anybody's.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account, or `me`.
                 * @example me
                 */
                id: components["parameters"]["UserIdOrMe"];
                /** @example 01980a5e-1111-7222-8333-444455556666 */
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session of an account
         * @description 404 when the account has no such session or it has ended before.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log
         * @description Security events, newest first. The log is append-only and holds no secret. Of the attempts that a limit refuses only the one that reached the limit is kept; `login_attempts_total` counts them all.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a password
         * @description 401 is the same, and takes as long, for an unknown address, a wrong password and an account that is not active.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of the refresh token given, when it is the caller's, or without one the session of the access token. A token of a service has no session: nothing happens.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one's own account */
        get: operations["getOwnUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description Ends every other session of the account. A wrong `current_password` is 400 naming it, and counts as a failed sign-in.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description A refresh token works once; to present a used one again ends the session. A repetition with the same `Idempotency-Key` within a minute gets new tokens instead, as long as the ones that got lost were not used.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an account
         * @description The account gets the role customer. Addresses differ by more than upper and lower case. Who gives no phone gets a number that Ofcom keeps for drama, so that text messages always have somewhere to go. Publishes `user.registered`.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing keys
         * @description The next key, which has been published since the rotation before, begins to sign; a new next key is published; the one that signed verifies for another hour. Nobody is signed out. The age of the key does the same. 409 in the 10 minutes after a rotation: not everybody who verifies tokens knows the next key yet.
         */
        post: operations["rotateSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a token for a service
         * @description The token has the role service, the client id as `sub`, and neither `email` nor `sid`.
         */
        post: operations["issueServiceToken"];
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
         * Is the process alive
         * @description Asks no dependency.
         */
        get: operations["getUserServiceHealth"];
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
         * @description The Prometheus text format, or OpenMetrics with exemplars when `Accept` asks for it.
         */
        get: operations["getUserServiceMetrics"];
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
        get: operations["getUserServiceDescription"];
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
         * Can the service do its work
         * @description Asks PostgreSQL. Without Redis or the broker the service works on.
         */
        get: operations["getUserServiceReadiness"];
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
        AuditEvent: {
            /** @description Who did it: an account, a client, `system:` and a job, or null when nobody proved who they are. */
            actor: string | null;
            client_address: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description What is particular to the type. */
            details: {
                [key: string]: string;
            };
            /** Format: uuid */
            id: string;
            trace_id: string | null;
            type: components["schemas"]["AuditEventType"];
            user_agent: string | null;
            /**
             * Format: uuid
             * @description The account that it is about.
             */
            user_id: string | null;
        };
        AuditEventPage: {
            items: components["schemas"]["AuditEvent"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        /** @enum {string} */
        AuditEventType: "account.registered" | "account.changed" | "account.role_changed" | "account.activated" | "account.deactivated" | "login.succeeded" | "login.failed" | "login.throttled" | "session.ended" | "session.revoked" | "refresh_token.reused" | "password.changed" | "password.rejected" | "client.rejected" | "signing_keys.rotated";
        ClientCredentials: {
            /** @example order-service */
            client_id: string;
            client_secret: string;
        };
        Credentials: {
            /** @example ada@oms.example */
            email: string;
            /** @example correct-horse-battery */
            password: string;
        };
        /**
         * @description An e-mail address as the HTML standard has it, with a domain of at least two labels.
         * @example ada@oms.example
         */
        Email: string;
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
        JsonWebKey: {
            /** @constant */
            alg: "RS256";
            /** @description The exponent. */
            e: string;
            kid: string;
            /** @constant */
            kty: "RSA";
            /** @description The modulus. */
            n: string;
            /** @constant */
            use: "sig";
        };
        JsonWebKeySet: {
            keys: components["schemas"]["JsonWebKey"][];
        };
        LogoutRequest: {
            /** @description Opaque. */
            refresh_token?: string | null;
        };
        /**
         * @description Any characters but control characters.
         * @example correct-horse-battery
         */
        NewPassword: string;
        NewUser: {
            email: components["schemas"]["Email"];
            name: components["schemas"]["PersonName"];
            password: components["schemas"]["NewPassword"];
            phone?: components["schemas"]["Phone"] | null;
        };
        PasswordChange: {
            current_password: string;
            new_password: components["schemas"]["NewPassword"];
        };
        /**
         * @description Without control characters; blanks around it are dropped, and something must be left.
         * @example Ada Lovelace
         */
        PersonName: string;
        /**
         * @description E.164.
         * @example +447700900123
         */
        Phone: string;
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
        RefreshRequest: {
            /** @description Opaque. */
            refresh_token: string;
        };
        /**
         * @description What somebody may do. The role `service` is for services only.
         * @enum {string}
         */
        Role: "customer" | "operator" | "admin";
        ServiceToken: {
            /** @description A JWT. */
            access_token: string;
            /**
             * @description Seconds that the access token is valid.
             * @example 900
             */
            expires_in: number;
            /** @constant */
            token_type: "Bearer";
        };
        /** @description Where somebody is signed in. */
        Session: {
            /**
             * @description From where it was last used.
             * @example 203.0.113.7
             */
            client_address: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Whether the request is part of this session. */
            current: boolean;
            /** Format: date-time */
            expires_at: string;
            /**
             * Format: uuid
             * @description The claim `sid` of its access tokens.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it began or was last refreshed.
             */
            last_used_at: string;
            /** @description With what it was last used. */
            user_agent: string | null;
        };
        SessionPage: {
            items: components["schemas"]["Session"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        /** @description Key ids by what their keys do. */
        SigningKeys: {
            /** @description Signs. */
            current: string;
            /** @description Published, and signs after the next rotation. */
            next: string;
            /** @description No longer sign but still verify. */
            retiring: string[];
            /** Format: date-time */
            rotated_at: string;
        };
        Tokens: {
            /** @description A JWT. */
            access_token: string;
            /**
             * @description Seconds that the access token is valid.
             * @example 900
             */
            expires_in: number;
            /** @description Opaque; works once. */
            refresh_token: string;
            /** @constant */
            token_type: "Bearer";
        };
        /** @description An account. */
        User: {
            /** @description Who is not active can neither sign in nor refresh. */
            active: boolean;
            /** Format: date-time */
            created_at: string;
            /** @example ada@oms.example */
            email: string;
            /** Format: uuid */
            id: string;
            /** @example Ada Lovelace */
            name: string;
            /**
             * @description E.164.
             * @example +447700900123
             */
            phone: string;
            roles: components["schemas"]["Role"][];
            /** Format: date-time */
            updated_at: string;
        };
        UserAdministration: {
            active?: boolean;
            role?: components["schemas"]["Role"];
        };
        UserPage: {
            items: components["schemas"]["User"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        UserUpdate: {
            name?: components["schemas"]["PersonName"];
            phone?: components["schemas"]["Phone"];
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
        /** @description An access token and the refresh token that continues the session. */
        Tokens: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "access_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
                 *       "token_type": "Bearer",
                 *       "expires_in": 900,
                 *       "refresh_token": "2mB0T0o1M3l4TnJXcjVhY1VqU2h6S0x0dWJ3dVFpYzE"
                 *     }
                 */
                "application/json": components["schemas"]["Tokens"];
            };
        };
        /** @description `too_many_requests`: too many failures for this account or from this address, or too many passwords to check at once. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:oms:problem:too_many_requests",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "Too many failed sign-ins; try again later",
                 *       "instance": "/api/v1/users/login",
                 *       "code": "too_many_requests",
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
        /** @description The account. */
        User: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                 *       "email": "ada@oms.example",
                 *       "name": "Ada Lovelace",
                 *       "phone": "+447700900123",
                 *       "roles": [
                 *         "customer"
                 *       ],
                 *       "active": true,
                 *       "created_at": "2026-11-22T20:36:00.123Z",
                 *       "updated_at": "2026-11-22T20:36:00.123Z"
                 *     }
                 */
                "application/json": components["schemas"]["User"];
            };
        };
    };
    parameters: {
        /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
        Cursor: string;
        /** @description How many items to answer with at most. */
        Limit: number;
        /**
         * @description Something random, the same in every repetition of one refresh. It proves that a repetition comes from whoever sent the first try, whose answer got lost.
         * @example 5f0c2f1e-6c3e-4a53-9d0d-6b1c7a8a2f10
         */
        RefreshKey: string;
        /**
         * @description The id of an account.
         * @example 01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
         */
        UserId: string;
        /**
         * @description The id of an account, or `me`.
         * @example me
         */
        UserIdOrMe: "me" | string;
    };
    requestBodies: never;
    headers: {
        /** @description Nobody keeps a token (RFC 9111). */
        NoStore: "no-store";
        /** @description The caller's `X-Request-Id` (1 to 64 of `A-Za-z0-9._-`), or a new one. */
        RequestId: string;
        /** @description Seconds to wait (RFC 9110, section 10.2.3). */
        RetryAfter: number;
    };
    pathItems: never;
}
export type AuditEvent = components['schemas']['AuditEvent'];
export type AuditEventPage = components['schemas']['AuditEventPage'];
export type AuditEventType = components['schemas']['AuditEventType'];
export type ClientCredentials = components['schemas']['ClientCredentials'];
export type Credentials = components['schemas']['Credentials'];
export type Email = components['schemas']['Email'];
export type FieldError = components['schemas']['FieldError'];
export type Health = components['schemas']['Health'];
export type JsonWebKey = components['schemas']['JsonWebKey'];
export type JsonWebKeySet = components['schemas']['JsonWebKeySet'];
export type LogoutRequest = components['schemas']['LogoutRequest'];
export type NewPassword = components['schemas']['NewPassword'];
export type NewUser = components['schemas']['NewUser'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type PersonName = components['schemas']['PersonName'];
export type Phone = components['schemas']['Phone'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type RefreshRequest = components['schemas']['RefreshRequest'];
export type Role = components['schemas']['Role'];
export type ServiceToken = components['schemas']['ServiceToken'];
export type Session = components['schemas']['Session'];
export type SessionPage = components['schemas']['SessionPage'];
export type SigningKeys = components['schemas']['SigningKeys'];
export type Tokens = components['schemas']['Tokens'];
export type User = components['schemas']['User'];
export type UserAdministration = components['schemas']['UserAdministration'];
export type UserPage = components['schemas']['UserPage'];
export type UserUpdate = components['schemas']['UserUpdate'];
export type ResponseDependencyUnavailable = components['responses']['DependencyUnavailable'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseInternalError = components['responses']['InternalError'];
export type ResponseInvalidRequest = components['responses']['InvalidRequest'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponseTokens = components['responses']['Tokens'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseUser = components['responses']['User'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterRefreshKey = components['parameters']['RefreshKey'];
export type ParameterUserId = components['parameters']['UserId'];
export type ParameterUserIdOrMe = components['parameters']['UserIdOrMe'];
export type HeaderNoStore = components['headers']['NoStore'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public keys. */
            200: {
                headers: {
                    /**
                     * @description RFC 9111.
                     * @example max-age=300, public
                     */
                    "Cache-Control"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "RSA",
                     *           "use": "sig",
                     *           "alg": "RS256",
                     *           "kid": "4YgQ0pZC1dWq0r8a1vXn2s0m3Fh6Kq9t5Jw7LbEoUyI",
                     *           "e": "AQAB",
                     *           "n": "sXchD3W8"
                     *         },
                     *         {
                     *           "kty": "RSA",
                     *           "use": "sig",
                     *           "alg": "RS256",
                     *           "kid": "Qm7Tz1nR8c5Vx0kP3wYs6Ej9uHd2Lf4aGb1NiOoXtCA",
                     *           "e": "AQAB",
                     *           "n": "u1SU1LfV"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["JsonWebKeySet"];
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Part of the address or of the name, in whatever case.
                 * @example ada
                 */
                q?: string;
                /** @description Only accounts with this role. */
                role?: components["schemas"]["Role"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts. */
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
                     *           "id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *           "email": "ada@oms.example",
                     *           "name": "Ada Lovelace",
                     *           "phone": "+447700900123",
                     *           "roles": [
                     *             "customer"
                     *           ],
                     *           "active": true,
                     *           "created_at": "2026-11-22T20:36:00.123Z",
                     *           "updated_at": "2026-11-22T20:36:00.123Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account.
                 * @example 01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
                 */
                id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["User"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account.
                 * @example 01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
                 */
                id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada King",
                 *       "phone": "+447700900456"
                 *     }
                 */
                "application/json": components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            200: components["responses"]["User"];
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
    administerUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account.
                 * @example 01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
                 */
                id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "operator",
                 *       "active": true
                 *     }
                 */
                "application/json": components["schemas"]["UserAdministration"];
            };
        };
        responses: {
            200: components["responses"]["User"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description `conflict`: the account is the caller's own. */
            409: {
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
                     *       "detail": "Nobody changes role or activity of their own account",
                     *       "instance": "/api/v1/users/01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *       "code": "conflict",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listSessions: {
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
                 * @description The id of an account, or `me`.
                 * @example me
                 */
                id: components["parameters"]["UserIdOrMe"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
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
                     *           "id": "01980a5e-1111-7222-8333-444455556666",
                     *           "created_at": "2026-11-22T20:36:00.123Z",
                     *           "last_used_at": "2026-11-22T21:02:11.004Z",
                     *           "expires_at": "2026-11-29T21:02:11.004Z",
                     *           "client_address": "203.0.113.7",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
                     *           "current": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionPage"];
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
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account, or `me`.
                 * @example me
                 */
                id: components["parameters"]["UserIdOrMe"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No session is left. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an account, or `me`.
                 * @example me
                 */
                id: components["parameters"]["UserIdOrMe"];
                /** @example 01980a5e-1111-7222-8333-444455556666 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before; opaque, and valid for the same filters only. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many items to answer with at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only events of this type. */
                type?: components["schemas"]["AuditEventType"];
                /**
                 * @description Only events about this account.
                 * @example 01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
                 */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
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
                     *           "id": "01980a5f-2222-7333-8444-555566667777",
                     *           "type": "account.role_changed",
                     *           "actor": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c0ff",
                     *           "user_id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *           "client_address": "203.0.113.7",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
                     *           "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *           "details": {
                     *             "from": "customer",
                     *             "to": "operator"
                     *           },
                     *           "created_at": "2026-11-22T20:36:00.123Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEventPage"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@oms.example",
                 *       "password": "correct-horse-battery"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: components["responses"]["Tokens"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "2mB0T0o1M3l4TnJXcjVhY1VqU2h6S0x0dWJ3dVFpYzE"
                 *     }
                 */
                "application/json": components["schemas"]["LogoutRequest"];
            };
        };
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getOwnUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["User"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct-horse-battery",
                 *       "new_password": "a-better-staple"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The password is changed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Something random, the same in every repetition of one refresh. It proves that a repetition comes from whoever sent the first try, whose answer got lost.
                 * @example 5f0c2f1e-6c3e-4a53-9d0d-6b1c7a8a2f10
                 */
                "Idempotency-Key"?: components["parameters"]["RefreshKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "2mB0T0o1M3l4TnJXcjVhY1VqU2h6S0x0dWJ3dVFpYzE"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            200: components["responses"]["Tokens"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@oms.example",
                 *       "password": "correct-horse-battery",
                 *       "name": "Ada Lovelace",
                 *       "phone": "+447700900123"
                 *     }
                 */
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The new account. */
            201: {
                headers: {
                    /**
                     * @description The path of the account.
                     * @example /api/v1/users/01980a5e-0c4d-7b61-8f0e-2a5be1f1c001
                     */
                    Location?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01980a5e-0c4d-7b61-8f0e-2a5be1f1c001",
                     *       "email": "ada@oms.example",
                     *       "name": "Ada Lovelace",
                     *       "phone": "+447700900123",
                     *       "roles": [
                     *         "customer"
                     *       ],
                     *       "active": true,
                     *       "created_at": "2026-11-22T20:36:00.123Z",
                     *       "updated_at": "2026-11-22T20:36:00.123Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            /** @description `email_taken`: an account with this address exists. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:oms:problem:email_taken",
                     *       "title": "The e-mail address is taken",
                     *       "status": 409,
                     *       "detail": "An account with this address exists",
                     *       "instance": "/api/v1/users/register",
                     *       "code": "email_taken",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    rotateSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys after the rotation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "current": "4YgQ0pZC1dWq0r8a1vXn2s0m3Fh6Kq9t5Jw7LbEoUyI",
                     *       "next": "Qm7Tz1nR8c5Vx0kP3wYs6Ej9uHd2Lf4aGb1NiOoXtCA",
                     *       "retiring": [
                     *         "b7Jx5sVt1MfWl0aZr2YqH8kCe6Np4GoUi3DdTyQnLmE"
                     *       ],
                     *       "rotated_at": "2026-11-22T20:36:00.123Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SigningKeys"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description `conflict`: the next key was published less than 10 minutes ago. */
            409: {
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
                     *       "detail": "The next key may sign 10 minutes after it was published",
                     *       "instance": "/api/v1/users/signing-keys/rotate",
                     *       "code": "conflict",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    issueServiceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client_id": "order-service",
                 *       "client_secret": "its-secret"
                 *     }
                 */
                "application/json": components["schemas"]["ClientCredentials"];
            };
        };
        responses: {
            /** @description A token of a service. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceToken"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DependencyUnavailable"];
        };
    };
    getUserServiceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
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
    getUserServiceMetrics: {
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
                     * @example login_attempts_total{outcome="success"} 3.0
                     *     # EOF
                     */
                    "application/openmetrics-text": string;
                    /** @example login_attempts_total{outcome="success"} 3.0 */
                    "text/plain": string;
                };
            };
            500: components["responses"]["InternalError"];
        };
    };
    getUserServiceDescription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 in YAML. */
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
    getUserServiceReadiness: {
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
                     *         "postgres": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["InternalError"];
            /** @description It cannot; `checks` says why. */
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
