package bulk

import (
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/settings/settingstest"
)

func TestClearCache(t *testing.T) {
	address := os.Getenv("TEST_REDIS_URL")
	require.NotEmpty(t, address, "TEST_REDIS_URL is not set: run `make test S=lab`")
	options, err := redis.ParseURL(address)
	require.NoError(t, err)
	client := redis.NewClient(options)
	generation, other := "inventory_service:generation:item:"+uuid.NewString(), "lab-test:"+uuid.NewString()
	t.Cleanup(func() { _ = client.Close() })
	for _, key := range []string{generation, other} {
		require.NoError(t, client.Set(t.Context(), key, "1", 0).Err())
	}
	require.NoError(t, ClearCache(t.Context(), func(name string) string { return map[string]string{"REDIS_URL": address}[name] }))
	left, err := client.Exists(t.Context(), generation).Result()
	require.NoError(t, err)
	require.Zero(t, left)
	left, err = client.Del(t.Context(), other).Result()
	require.NoError(t, err)
	require.EqualValues(t, 1, left, "other keys stay")
}

func TestWhereTheCacheIs(t *testing.T) {
	options, err := cacheOptions(settingstest.With(t, map[string]string{"REDIS_HOST": "redis", "REDIS_PORT": "6400", "REDIS_PASSWORD": "secret"}))
	require.NoError(t, err)
	require.Equal(t, "redis:6400", options.Addr)
	require.Equal(t, "secret", options.Password)
	_, err = cacheOptions(func(string) string { return "redis" })
	require.ErrorContains(t, err, "REDIS_URL: ")
	_, err = cacheOptions(func(string) string { return "" })
	require.EqualError(t, err, `REDIS_PORT is "": it must be a port number from 1 to 65535`)
}
