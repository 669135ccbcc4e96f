// Package terminal adapts output to where it goes: aligned, coloured and cut to the width on a terminal, tab
// separated and complete in a pipe.
package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// Color is an ANSI colour; the zero value is none.
type Color string

// The colours in use.
const (
	Red   Color = "31"
	Green Color = "32"
	Gray  Color = "90"
	bold  Color = "1"
)

// Is reports whether the writer is a terminal.
func Is(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Clear empties the screen of a terminal, and separates by an empty line elsewhere.
func Clear(out io.Writer) {
	if Is(out) {
		_, _ = io.WriteString(out, "\x1b[H\x1b[2J")
		return
	}
	_, _ = io.WriteString(out, "\n")
}

// width is the number of columns of a terminal.
func width(out io.Writer) int {
	if file, ok := out.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return 80
}

// paint colours text unless NO_COLOR asks for none (no-color.org).
func paint(text string, color Color) string {
	if color == "" || text == "" || os.Getenv("NO_COLOR") != "" {
		return text
	}
	return fmt.Sprintf("\x1b[%sm%s\x1b[0m", color, text)
}

// Cell is one field of a table.
type Cell struct {
	Text  string
	Color Color
}

// Plain is a cell without colour.
func Plain(text string) Cell { return Cell{Text: text} }

// Table collects rows and prints them at Flush.
type Table struct {
	out    io.Writer
	header []string
	rows   [][]Cell
}

// NewTable starts a table; its header is only shown on a terminal.
func NewTable(out io.Writer, header ...string) *Table { return &Table{out: out, header: header} }

// Row adds a row with as many cells as the header has.
func (t *Table) Row(cells ...Cell) { t.rows = append(t.rows, cells) }

// Flush prints the table.
func (t *Table) Flush() error {
	var b strings.Builder
	if Is(t.out) {
		t.aligned(&b, width(t.out))
	} else {
		t.separated(&b)
	}
	_, err := io.WriteString(t.out, b.String())
	return err
}

func (t *Table) separated(b *strings.Builder) {
	for _, row := range t.rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(cell.Text)
		}
		b.WriteByte('\n')
	}
}

// aligned cuts the last column to what the terminal has left.
func (t *Table) aligned(b *strings.Builder, columns int) {
	widths := make([]int, len(t.header))
	header := make([]Cell, len(t.header))
	for i, text := range t.header {
		header[i] = Cell{text, bold}
	}
	rows := append([][]Cell{header}, t.rows...)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell.Text))
		}
	}
	for _, row := range rows {
		used := 0
		for i, cell := range row {
			if i == len(row)-1 {
				b.WriteString(paint(cut(cell.Text, columns-used), cell.Color))
				break
			}
			b.WriteString(paint(cell.Text, cell.Color))
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell.Text)+2))
			used += widths[i] + 2
		}
		b.WriteByte('\n')
	}
}

// cut shortens text to a width, but never below what is readable.
func cut(text string, width int) string {
	width = max(width, 16)
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}
