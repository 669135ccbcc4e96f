package native

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"oms-lab/lab/internal/settings"
)

// unrouted names the running processes to which the gateway sends nothing yet: it looks at each a moment after it is ready
// itself, and answers 503 for it until then. A lab whose gateway does not run has none.
func unrouted(ctx context.Context, s *settings.Settings, states []State) ([]string, error) {
	running := func(name string) bool {
		return slices.ContainsFunc(states, func(state State) bool { return state.Name == name && state.Status == "Running" })
	}
	if !running("traefik") {
		return nil, nil
	}
	down, err := downBackends(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("the gateway does not say where it sends requests: %w", err)
	}
	var names []string
	for _, state := range states {
		port := s.Get(strings.ToUpper(strings.ReplaceAll(state.Name, "-", "_")) + "_PORT")
		if port != "" && down[port] && running(state.Name) {
			names = append(names, state.Name)
		}
	}
	return names, nil
}

// downBackends are the ports of the servers that the gateway holds to be down.
func downBackends(ctx context.Context, s *settings.Settings) (map[string]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.Address("GATEWAY_ADMIN_PORT")+"/api/http/services", nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the gateway's API answers %s", response.Status)
	}
	var services []struct {
		ServerStatus map[string]string `json:"serverStatus"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&services); err != nil {
		return nil, err
	}
	down := map[string]bool{}
	for _, service := range services {
		for address, status := range service.ServerStatus {
			if server, err := url.Parse(address); err == nil && status != "UP" {
				_, port, _ := net.SplitHostPort(server.Host)
				down[port] = true
			}
		}
	}
	return down, nil
}
