// Package settingstest gives tests the values of .env.example, as a lab has them that nobody has configured.
package settingstest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/joho/godotenv"
	"github.com/stretchr/testify/require"
)

// Defaults are the variables of .env.example with their values.
func Defaults(t testing.TB) map[string]string {
	t.Helper()
	values, err := godotenv.Read(filepath.Join(Root(t), ".env.example"))
	require.NoError(t, err)
	return values
}

// With are the defaults with some of them replaced, as a function like os.Getenv.
func With(t testing.TB, replaced map[string]string) func(name string) string {
	t.Helper()
	values := Defaults(t)
	return func(name string) string {
		if value, ok := replaced[name]; ok {
			return value
		}
		return values[name]
	}
}

// Root is the absolute path of the checkout in which the tests run.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "process-compose.yaml")); err == nil {
			return dir
		}
	}
	t.Fatal("the tests do not run inside a checkout")
	return ""
}
