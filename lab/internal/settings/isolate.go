package settings

import (
	"fmt"
	"os"
	"slices"

	"github.com/joho/godotenv"
)

// Isolate makes this process work with the lab of an env file, a path from the checkout's root. The environment may be that
// of another lab, which would win over the file and be taken for it: every variable of the file is set in the environment,
// and those that say where parts are and are not in the file are emptied. restore puts back what was there.
func Isolate(file string) (restore func(), err error) {
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	values, err := godotenv.Read(absolute(root, file))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", file, err)
	}
	for _, name := range []string{"LAB_INSTANCE", "LAB_STATE"} {
		if values[name] == "" {
			return nil, fmt.Errorf("%s does not set %s: it is not a lab of its own", file, name)
		}
	}
	values["LAB_ENV_FILE"] = file
	for _, name := range append(Hosts(), "DATA_ADDRESS", "LAB_HALF", grafanaURL) {
		values[name] = "" // computed anew
	}
	for _, name := range []string{"GATEWAY_URL", "REDIS_URL"} {
		values[name] = "" // in a container they say what follows from host and port here
	}
	return Override(values)
}

// Override sets variables in the environment, where they win over every file. restore puts back what was there.
func Override(values map[string]string) (restore func(), err error) {
	var undo []func() error
	restore = func() {
		for _, step := range slices.Backward(undo) {
			_ = step() // cannot fail for a name that could be set
		}
	}
	for name, value := range values {
		earlier, was := os.LookupEnv(name)
		if err := os.Setenv(name, value); err != nil {
			restore()
			return nil, fmt.Errorf("set %s: %w", name, err)
		}
		undo = append(undo, func() error {
			if was {
				return os.Setenv(name, earlier)
			}
			return os.Unsetenv(name)
		})
	}
	return restore, nil
}
