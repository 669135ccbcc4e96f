// Package migrations holds the schema of the service's database, applied in order at start.
package migrations

import "embed"

// FS has the goose migrations.
//
//go:embed *.sql
var FS embed.FS
