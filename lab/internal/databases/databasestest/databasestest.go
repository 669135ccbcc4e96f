// Package databasestest makes databases for tests, by the services' own migrations.
package databasestest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/settings/settingstest"
)

// migrations are where the services keep them, seen from the root of the repository. Only those that are plain SQL can
// be applied here; tests/e2e looks at all five databases.
var migrations = map[databases.Name]string{
	databases.Orders:    "services/order-service/migrations",
	databases.Inventory: "services/inventory-service/migrations",
	databases.Users:     "services/user-service/src/main/resources/db/migration",
}

// New makes a database of a service, which is gone after the test, and connects to it.
func New(t testing.TB, name databases.Name) *pgx.Conn {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES_URL")
	require.NotEmpty(t, server, "TEST_POSTGRES_URL is not set: run `make test S=lab`")
	admin, err := pgx.Connect(t.Context(), server)
	require.NoError(t, err)
	database := fmt.Sprintf("lab_%s_%s", name, strings.ReplaceAll(uuid.NewString(), "-", "")[:12])
	_, err = admin.Exec(t.Context(), "CREATE DATABASE "+database)
	require.NoError(t, err)

	config, err := pgx.ParseConfig(server)
	require.NoError(t, err)
	config.Database = database
	connection, err := pgx.ConnectConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(func() {
		// The test's own context is over by now.
		_ = connection.Close(context.Background())
		_, err := admin.Exec(context.Background(), "DROP DATABASE "+database)
		require.NoError(t, err)
		_ = admin.Close(context.Background())
	})
	for _, file := range files(t, migrations[name]) {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		// What goose would do to go back is not wanted.
		up, _, _ := strings.Cut(string(content), "-- +goose Down")
		_, err = connection.Exec(t.Context(), up)
		require.NoError(t, err, file)
	}
	return connection
}

var version = regexp.MustCompile(`^V?(\d+)_`)

// files are the migrations in the order of their numbers.
func files(t testing.TB, folder string) []string {
	t.Helper()
	require.NotEmpty(t, folder, "the migrations of this service are no plain SQL")
	found, err := filepath.Glob(filepath.Join(settingstest.Root(t), folder, "*.sql"))
	require.NoError(t, err)
	require.NotEmpty(t, found, folder)
	number := func(path string) int {
		match := version.FindStringSubmatch(filepath.Base(path))
		require.NotNil(t, match, path)
		n, err := strconv.Atoi(match[1])
		require.NoError(t, err)
		return n
	}
	slices.SortFunc(found, func(a, b string) int { return number(a) - number(b) })
	return found
}
