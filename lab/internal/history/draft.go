package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"oms-lab/lab/internal/lock"
)

// blockLength is how long a block lasts that promtool makes when it may: 2 h * 3^4. Blocks begin at multiples of it.
// A file for each costs promtool one reading of a file; the usual blocks of two hours would cost 360.
const blockLength = 162 * time.Hour

// draft is the folder beside Prometheus's own in which blocks are made, so that only whole ones ever get there. What a
// killed run has left is thrown away, or finished if all blocks were made.
type draft struct {
	dir, data, promtool string
	lock                *os.File
	bytes               int64
}

// whole is the name of the file that says that all blocks were made.
const whole = "whole"

// openDraft opens the folder for one process at a time. The lock is beside it, since the folder is removed while it is held.
func openDraft(state, data string) (*draft, error) {
	d := &draft{dir: filepath.Join(state, "data", "prometheus-history"), data: data, promtool: filepath.Join(state, "bin", "promtool")}
	if _, err := os.Stat(d.promtool); err != nil {
		return nil, fmt.Errorf("promtool is missing, which make up builds: %w", err)
	}
	var err error
	d.lock, err = lock.Take(d.dir + ".lock")
	if errors.Is(err, lock.ErrTaken) {
		return nil, errors.New("another lab seed --history is under way")
	}
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(d.dir, "blocks"), 0o755); err != nil {
		return nil, errors.Join(err, d.lock.Close())
	}
	return d, nil
}

// close keeps only what is worth finishing.
func (d *draft) close() error {
	if d.complete() {
		return d.lock.Close()
	}
	return errors.Join(d.remove(), d.lock.Close())
}

func (d *draft) complete() bool {
	_, err := os.Stat(filepath.Join(d.dir, whole))
	return err == nil
}

// remove ends the draft.
func (d *draft) remove() error { return os.RemoveAll(d.dir) }

// make makes the blocks of a history, from nothing.
func (d *draft) make(ctx context.Context, p *past) error {
	blocks := filepath.Join(d.dir, "blocks")
	if err := os.RemoveAll(blocks); err != nil {
		return err
	}
	if err := os.Mkdir(blocks, 0o755); err != nil {
		return err
	}
	for from := p.from; from.Before(p.until); {
		until := time.UnixMilli((from.UnixMilli()/blockLength.Milliseconds() + 1) * blockLength.Milliseconds())
		if err := d.block(ctx, p, from, until, blocks); err != nil {
			return err
		}
		from = until
	}
	if err := d.handOver(blocks); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.dir, whole), nil, 0o644)
}

// block makes one block.
func (d *draft) block(ctx context.Context, p *past, from, until time.Time, blocks string) (err error) {
	text := filepath.Join(d.dir, "samples.txt")
	file, err := os.Create(text)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(text)) }()
	if err := errors.Join(p.write(file, from, until), file.Close()); err != nil {
		return err
	}
	output, err := exec.CommandContext(ctx, d.promtool, "tsdb", "create-blocks-from", "openmetrics", "--quiet",
		"--max-block-duration="+blockLength.String(), text, blocks).CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(output)), "\n")
		return fmt.Errorf("promtool makes no block: %w: %s", err, lines[len(lines)-1])
	}
	return nil
}

// handOver adds the sizes up, and gives the files to whom Prometheus runs as, which is somebody else only when root
// seeds the lab of another user.
func (d *draft) handOver(blocks string) error {
	info, err := os.Stat(d.data)
	if err != nil {
		return err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	return filepath.WalkDir(blocks, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			d.bytes += info.Size()
		}
		if !known || int(owner.Uid) == os.Geteuid() {
			return nil
		}
		return os.Lchown(path, int(owner.Uid), int(owner.Gid))
	})
}

// move gives the blocks to Prometheus, each in one step. It may be repeated.
func (d *draft) move() error {
	blocks, err := os.ReadDir(filepath.Join(d.dir, "blocks"))
	if err != nil {
		return err
	}
	for _, block := range blocks {
		if err := os.Rename(filepath.Join(d.dir, "blocks", block.Name()), filepath.Join(d.data, block.Name())); err != nil {
			return err
		}
	}
	return nil
}
