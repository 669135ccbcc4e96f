package live

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every service serves its description, which is the file, to anybody: at its own port, and below /docs
// at the gateway.
func TestEveryServiceServesItsOwnDescription(t *testing.T) {
	for service, port := range services {
		t.Run(service, func(t *testing.T) {
			file, err := os.ReadFile("../../../contracts/openapi/" + service + ".yaml")
			require.NoError(t, err)
			for _, url := range []string{at(port) + "/openapi.yaml", at("GATEWAY_PORT") + "/docs/" + service + "/openapi.yaml"} {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
				require.NoError(t, err)
				response, err := patient.Do(request)
				require.NoError(t, err)
				body, err := io.ReadAll(response.Body)
				require.NoError(t, response.Body.Close())
				require.NoError(t, err)
				require.Equal(t, http.StatusOK, response.StatusCode, url)
				require.Equal(t, "application/yaml", response.Header.Get("Content-Type"), url)
				require.Equal(t, "no-cache", response.Header.Get("Cache-Control"), url)
				require.True(t, bytes.Equal(file, body), "%s is not contracts/openapi/%s.yaml: build the service anew", url, service)
			}
		})
	}
}
