package native

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/docker/go-units"
	"github.com/spf13/cobra"

	"oms-lab/lab/internal/cgroup"
)

type execOptions struct {
	name, user, memory string
	keepSecrets        bool
	command            []string
}

// NewCmdExec is `lab exec`: what process-compose.yaml puts in front of every command. As root it
// gives the process a control group with a memory limit and takes root away from it; for other
// users, who may do neither, it only runs the command.
func NewCmdExec() *cobra.Command {
	opts := &execOptions{}
	cmd := &cobra.Command{
		Use:     "exec NAME [flags] -- COMMAND [ARG...]",
		Short:   "Run a command as a process of the lab: own control group, memory limit and user",
		Example: "  lab exec redis --user redis --memory 64MiB -- redis-server",
		Args:    cobra.MinimumNArgs(2),
		Hidden:  true,
		RunE: func(_ *cobra.Command, args []string) error {
			opts.name, opts.command = args[0], args[1:]
			return execRun(opts)
		},
	}
	cmd.Flags().StringVar(&opts.user, "user", "", "user to become when started as root")
	cmd.Flags().StringVar(&opts.memory, "memory", "", "memory limit of the control group, such as 64MiB")
	cmd.Flags().BoolVar(&opts.keepSecrets, "keep-secrets", false, "leave the credentials of .env in the environment")
	return cmd
}

func execRun(opts *execOptions) error {
	program, err := exec.LookPath(opts.command[0])
	if err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := confine(opts); err != nil {
			return err
		}
	}
	env := os.Environ()
	if !opts.keepSecrets {
		env = slices.DeleteFunc(env, isLabSecret)
	}
	return fmt.Errorf("%s: %w", program, syscall.Exec(program, opts.command, env))
}

// isLabSecret finds the credentials of .env.example, which every process would inherit: each part
// gets its own under another name (DB_PASSWORD, CLIENT_SECRET, …) and need not know the others'.
func isLabSecret(pair string) bool {
	name, _, _ := strings.Cut(pair, "=")
	return strings.HasSuffix(name, "_DB_PASSWORD") || strings.HasSuffix(name, "_CLIENT_SECRET") ||
		name == "POSTGRES_PASSWORD" || name == "RABBITMQ_PASSWORD"
}

func confine(opts *execOptions) error {
	var memory int64
	if opts.memory != "" {
		var err error
		if memory, err = units.RAMInBytes(opts.memory); err != nil {
			return fmt.Errorf("--memory is %q: it must be a size such as 64MiB", opts.memory)
		}
	}
	if cgroup.Available() == nil {
		if err := cgroup.Join(os.Getenv("LAB_INSTANCE"), opts.name, memory); err != nil {
			return fmt.Errorf("the control group of %s: %w", opts.name, err)
		}
	}
	if opts.user == "" {
		return nil
	}
	return become(opts.user)
}

// become gives up root for good.
func become(name string) error {
	u, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return errors.Join(syscall.Setgroups([]int{gid}), syscall.Setgid(gid), syscall.Setuid(uid))
}
