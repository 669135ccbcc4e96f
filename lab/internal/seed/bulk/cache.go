package bulk

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/settings"
)

// generations are the keys without which no entry of inventory-service's cache counts any more.
const generations = string(databases.Inventory) + ":generation:*"

// ClearCache makes inventory-service read its products from the database again. Where Redis is says REDIS_URL, or
// REDIS_HOST, REDIS_PORT and REDIS_PASSWORD.
func ClearCache(ctx context.Context, getenv func(string) string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	options, err := cacheOptions(getenv)
	if err != nil {
		return err
	}
	// The library would print its complaints between the lines of the command.
	logging.Disable()
	client := redis.NewClient(options)
	defer func() { _ = client.Close() }()
	var keys []string
	for all := client.Scan(ctx, 0, generations, 500).Iterator(); ; {
		if !all.Next(ctx) {
			if err := all.Err(); err != nil {
				return err
			}
			break
		}
		keys = append(keys, all.Val())
	}
	if len(keys) == 0 {
		return nil
	}
	return client.Del(ctx, keys...).Err()
}

func cacheOptions(getenv func(string) string) (*redis.Options, error) {
	var options *redis.Options
	if source := getenv("REDIS_URL"); source != "" {
		parsed, err := redis.ParseURL(source)
		if err != nil {
			return nil, fmt.Errorf("REDIS_URL: %w", err)
		}
		options = parsed
	} else {
		address, err := settings.AddressOf(getenv, "REDIS_PORT")
		if err != nil {
			return nil, err
		}
		options = &redis.Options{Addr: address, Password: getenv("REDIS_PASSWORD")}
	}
	options.DisableIdentity, options.Protocol = true, 2
	return options, nil
}
