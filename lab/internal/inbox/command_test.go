package inbox

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMalformedSettingIsOneLogLineThatNamesIt(t *testing.T) {
	tests := map[string]string{
		"INBOX_HTTP_PORT": "70000", "INBOX_SMTP_PORT": "many", "BIND_ADDRESS": "here",
		"LOG_LEVEL": "loud", "GRAFANA_URL": "grafana", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://",
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			cmd := NewCmdInbox()
			var stdout, stderr bytes.Buffer
			cmd.SetOut(&stdout)
			cmd.SetErr(&stderr)
			cmd.SetArgs(nil)
			cmd.SilenceErrors, cmd.SilenceUsage = true, true
			require.ErrorIs(t, cmd.Execute(), ErrLogged)
			require.Empty(t, stdout.String())
			var line map[string]string
			require.NoError(t, json.Unmarshal(stderr.Bytes(), &line), "exactly one JSON line")
			require.Equal(t, "error", line["level"])
			require.Contains(t, line["msg"], name+` is "`+value+`"`)
		})
	}
}

func TestDefaults(t *testing.T) {
	config, err := ReadConfig(func(string) string { return "" })
	require.NoError(t, err)
	require.Equal(t, 8025, config.HTTPPort)
	require.Equal(t, 1025, config.SMTPPort)
	require.Equal(t, "127.0.0.1", config.BindAddress)
}
