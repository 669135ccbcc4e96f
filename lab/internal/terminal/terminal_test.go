package terminal

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func table(out *bytes.Buffer) *Table {
	t := NewTable(out, "PART", "DETAIL")
	t.Row(Plain("loki"), Cell{strings.Repeat("ready ", 5), Green})
	t.Row(Plain("prometheus"), Plain("ok"))
	return t
}

func TestAPipeGetsTabsWithoutHeaderOrColour(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, table(&out).Flush())
	require.Equal(t, "loki\tready ready ready ready ready \nprometheus\tok\n", out.String())
}

func TestATerminalGetsAlignedColumnsCutToItsWidth(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	var b strings.Builder
	table(nil).aligned(&b, 30)
	require.Equal(t, "PART        DETAIL\nloki        ready ready ready…\nprometheus  ok\n", b.String())
}
