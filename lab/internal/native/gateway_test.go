package native

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestAPartIsNamedUntilTheGatewaySendsRequestsToIt(t *testing.T) {
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `[{"name":"api@internal"},
			{"name":"orders@file","serverStatus":{"http://127.0.0.1:8001":"DOWN"}},
			{"name":"stock@file","serverStatus":{"http://127.0.0.1:8002":"UP"}},
			{"name":"frontend@file","serverStatus":{"http://127.0.0.1:3000":"DOWN"}}]`)
	}))
	defer gateway.Close()
	_, admin, err := net.SplitHostPort(gateway.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s := settingsWith(t, map[string]string{"GATEWAY_ADMIN_PORT": admin, "ORDER_SERVICE_PORT": "8001",
		"INVENTORY_SERVICE_PORT": "8002", "FRONTEND_PORT": "3000"})
	running := func(names ...string) (states []State) {
		for _, name := range names {
			states = append(states, State{Name: name, Status: "Running"})
		}
		return states
	}
	for _, c := range []struct {
		states []State
		want   []string
	}{
		{running("traefik", "order-service", "inventory-service", "redis"), []string{"order-service"}},
		{running("traefik", "inventory-service"), nil},
		{running("order-service"), nil}, // without a gateway nobody is sent anything
	} {
		if got, err := unrouted(t.Context(), s, c.states); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, %v; want %v", c.states, got, err, c.want)
		}
	}
	gateway.Close()
	if _, err := unrouted(t.Context(), s, running("traefik", "order-service")); err == nil {
		t.Error("nothing is said of a gateway that does not answer")
	}
}
