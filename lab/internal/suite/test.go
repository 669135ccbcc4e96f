package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"oms-lab/lab/internal/artifact"
	"oms-lab/lab/internal/native"
	"oms-lab/lab/internal/progress"
	"oms-lab/lab/internal/settings"
	"oms-lab/lab/internal/stack"
)

// parallel is how many suites run at once where their order does not matter.
const parallel = 2

// errFailed ends the command with exit code 1 after the summary has said why.
var errFailed = errors.New("not everything passed")

type options struct {
	keep bool
	only string
	lint bool
	out  io.Writer
}

// NewCmdTest is `lab test`.
func NewCmdTest() *cobra.Command {
	opts := &options{}
	cmd := &cobra.Command{
		Use:   "test [SUITE]",
		Short: "Run all tests against a lab of their own, or one suite",
		Long: "Build everything, check formats and lint, start a second lab on other ports, and run every suite:\n" +
			"unit and integration tests of each part, end-to-end tests, browser tests. A running lab is not disturbed.\n" +
			"The last line of the output is `N passed, N failed`.",
		Example: "  lab test\n  lab test order-service\n  lab test e2e --keep",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.out = cmd.OutOrStdout()
			if len(args) == 1 {
				opts.only = args[0]
			}
			return testRun(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.keep, "keep", false, "leave the tests' lab running, and use it when it runs already")
	return cmd
}

// NewCmdLint is `lab lint`.
func NewCmdLint() *cobra.Command {
	opts := &options{lint: true}
	return &cobra.Command{
		Use:     "lint",
		Short:   "Check formats and lint in all languages",
		Example: "  lab lint",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.out = cmd.OutOrStdout()
			return testRun(cmd.Context(), opts)
		},
	}
}

func testRun(ctx context.Context, opts *options) (err error) {
	leave, err := stack.Enter()
	if err != nil {
		return err
	}
	defer leave()
	s, err := settings.Load()
	if err != nil {
		return err
	}
	log := progress.New(opts.out)
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go log.Watch(watching)

	r := &runner{log: log, out: opts.out}
	if !opts.keep {
		if err := stack.Remove(ctx, s); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stack.Remove(context.WithoutCancel(ctx), s)) }()
	}
	w, list, err := prepare(ctx, s, log)
	if err != nil {
		return err
	}
	if err := r.all(ctx, w, list, opts); err != nil {
		return err
	}
	return r.summary(w.figures())
}

// prepare builds everything that the lab and its tests need.
func prepare(ctx context.Context, s *settings.Settings, log *progress.Log) (*workshop, toolbox, error) {
	built, builder, err := native.Build(ctx, s, log)
	if err != nil {
		return nil, toolbox{}, err
	}
	if err := native.InstallTestPackages(ctx, s, log); err != nil {
		return nil, toolbox{}, err
	}
	list := toolbox{notification: named(built, "notification-service"), frontend: named(built, "frontend")}
	if list.gotestsum, list.staticcheck, err = artifact.TestTools(s.Root); err != nil {
		return nil, toolbox{}, err
	}
	if err := builder.Ensure(ctx, []*artifact.Artifact{list.gotestsum, list.staticcheck, paymentDev, contractFuzz, hadolint, browserTests}); err != nil {
		return nil, toolbox{}, err
	}
	if err := native.Prepare(ctx, s, builder, built); err != nil {
		return nil, toolbox{}, err
	}
	w := &workshop{settings: s, builder: builder,
		results: filepath.Join(s.State, "results"), logs: filepath.Join(s.State, "log", "suites")}
	if err := os.RemoveAll(w.figures()); err != nil { // those of an earlier run in a lab that was kept
		return nil, toolbox{}, err
	}
	for _, dir := range []string{w.results, w.logs} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, toolbox{}, err
		}
	}
	return w, list, nil
}

func named(all []*artifact.Artifact, name string) *artifact.Artifact {
	return all[slices.IndexFunc(all, func(a *artifact.Artifact) bool { return a.Name == name })]
}

// runner runs suites and adds up what they show.
type runner struct {
	log *progress.Log
	out io.Writer

	mu                      sync.Mutex
	passed, failed, skipped int
	rows                    []string
	reports                 []string
}

func (r *runner) all(ctx context.Context, w *workshop, list toolbox, opts *options) error {
	env := append(native.Environment(w.settings), suiteEnv(w)...)
	checks, parts, whole := lints(list), tests(list), endToEnd(list)
	if opts.lint {
		return r.run(ctx, w, env, checks, parallel)
	}
	if opts.only != "" {
		unwanted := func(s suite) bool { return s.name != opts.only && s.name != "lint-"+opts.only }
		checks, parts = slices.DeleteFunc(checks, unwanted), slices.DeleteFunc(parts, unwanted)
		for i := range whole {
			whole[i] = slices.DeleteFunc(whole[i], unwanted)
		}
		whole = slices.DeleteFunc(whole, func(stage []suite) bool { return len(stage) == 0 })
		if len(checks)+len(parts)+len(whole) == 0 {
			return fmt.Errorf("there is no suite named %s", opts.only)
		}
	}
	if err := r.run(ctx, w, env, checks, parallel); err != nil {
		return err
	}
	var needed []string
	if len(whole) == 0 {
		needed = []string{"postgres", "redis", "rabbitmq"}
	}
	if _, err := native.Up(ctx, w.settings, r.log, needed...); err != nil {
		return err
	}
	if err := r.run(ctx, w, env, parts, parallel); err != nil {
		return err
	}
	for _, stage := range whole {
		if err := r.run(ctx, w, env, stage, parallel); err != nil {
			return err
		}
	}
	return nil
}

// suiteEnv is what the suites find in their environment: where the databases and the broker of the
// tests' lab are, and where result files go.
func suiteEnv(w *workshop) []string {
	s := w.settings
	return []string{
		"RESULTS=" + w.results,
		"TEST_POSTGRES_URL=postgres://postgres:" + s.Get("POSTGRES_PASSWORD") + "@" + s.Address("POSTGRES_PORT") + "/postgres",
		"TEST_REDIS_URL=redis://:" + s.Get("REDIS_PASSWORD") + "@" + s.Address("REDIS_PORT") + "/0",
		"TEST_RABBITMQ_URL=amqp://" + s.Get("RABBITMQ_USER") + ":" + s.Get("RABBITMQ_PASSWORD") + "@" + s.Address("RABBITMQ_PORT") + "/",
	}
}

func (r *runner) run(ctx context.Context, w *workshop, env []string, suites []suite, limit int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(limit)
	for _, s := range suites {
		group.Go(func() error {
			done := r.log.Task("testing", s.name)
			o := s.run(ctx, w, env)
			var failure error
			if o.failed > 0 {
				failure = errFailed
			}
			done(failure)
			r.add(s.name, o)
			return ctx.Err()
		})
	}
	return group.Wait()
}

func (r *runner) add(name string, o outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passed += o.passed
	r.failed += o.failed
	r.skipped += o.skipped
	r.rows = append(r.rows, fmt.Sprintf("%-28s %4d passed %4d failed %4d skipped", name, o.passed, o.failed, o.skipped))
	if o.report != "" {
		r.reports = append(r.reports, fmt.Sprintf("===== %s\n%s", name, o.report))
		_, _ = fmt.Fprintln(r.out, r.reports[len(r.reports)-1])
	}
}

// summary prints the figures that tests left in a folder, a row for each suite, and the sum of all.
func (r *runner) summary(figures string) error {
	files, _ := filepath.Glob(filepath.Join(figures, "*.txt")) // the pattern is well-formed
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(r.out, "\n===== %s\n%s\n", strings.TrimSuffix(filepath.Base(file), ".txt"), strings.TrimSpace(string(text)))
	}
	_, _ = fmt.Fprintf(r.out, "\n%s\n\n%d passed, %d failed", strings.Join(r.rows, "\n"), r.passed, r.failed)
	if r.skipped > 0 {
		_, _ = fmt.Fprintf(r.out, ", %d skipped", r.skipped)
	}
	_, _ = fmt.Fprintln(r.out)
	if r.failed > 0 {
		return errFailed
	}
	return nil
}
