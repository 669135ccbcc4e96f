package artifact

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Services lists the six services. Each is built by its own language's tool and linked under
// bin/ (a program) or app/ (a folder) of the state folder.
func Services() []*Artifact {
	node := nodeJS()
	return []*Artifact{
		goService("order-service"),
		rustService("inventory-service"),
		pythonService("payment-service"),
		javaService("user-service"),
		nodeService("notification-service", node, description("notification-service")),
		nodeService("frontend", node, filepath.Join("contracts", "openapi")),
	}
}

func source(name string) string { return filepath.Join("services", name) }

// description is the OpenAPI file of a service, which each service has within itself.
func description(name string) string { return filepath.Join("contracts", "openapi", name+".yaml") }

func goService(name string) *Artifact {
	a := &Artifact{Name: name, Salt: []string{runtime.Version()}, Links: map[string]string{"bin/" + name: name},
		Inputs: []string{source(name), filepath.Join("contracts", "go.mod"), filepath.Join("contracts", "client"), filepath.Join("contracts", "openapi")}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		return b.Run(ctx, a, Command{Dir: filepath.Join(b.Root, source(name)), Args: []string{
			// Without MessagePack, which Gin would bring and nobody here speaks.
			"go", "build", "-trimpath", "-buildvcs=false", "-tags", "nomsgpack", "-ldflags", "-s -w", "-o", dir + "/", "./cmd/" + name}})
	}
	return a
}

func rustService(name string) *Artifact {
	a := &Artifact{Name: name, Inputs: []string{source(name), description(name)}, Salt: []string{output("rustc", "--version")},
		Links: map[string]string{"bin/" + name: name}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		target := filepath.Join(b.Cache, "cargo-target")
		if err := b.Run(ctx, a, Command{Dir: filepath.Join(b.Root, source(name)),
			Env: []string{"CARGO_TARGET_DIR=" + target, "CARGO_TERM_PROGRESS_WHEN=never"}, Args: []string{
				"cargo", "build", "--release", "--locked"}}); err != nil {
			return err
		}
		return copyFile(filepath.Join(target, "release", name), filepath.Join(dir, name))
	}
	return a
}

// PythonEnvironment is a virtual environment with exactly the dependencies of a lock file.
func PythonEnvironment(name, lock string) *Artifact {
	a := &Artifact{Name: name, Inputs: []string{lock}, Salt: []string{output("python3", "--version")}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		if err := b.Run(ctx, a, Command{Args: []string{"python3", "-m", "venv", dir}}); err != nil {
			return err
		}
		return b.Run(ctx, a, Command{Env: []string{"PIP_DISABLE_PIP_VERSION_CHECK=1"}, Args: []string{
			filepath.Join(dir, "bin", "python3"), "-m", "pip", "install", "--quiet", "--no-deps",
			"--require-hashes", "-r", filepath.Join(b.Root, lock)}})
	}
	return a
}

// pythonService is the service's source beside a virtual environment with its dependencies. The
// source needs no building but is copied, so that a running lab does not change under an editor.
func pythonService(name string) *Artifact {
	venv := PythonEnvironment(name+"-venv", filepath.Join(source(name), "requirements.lock"))
	a := &Artifact{Name: name, Inputs: []string{source(name), description(name)}, Needs: []*Artifact{venv},
		Links: map[string]string{"app/" + name: source(name)}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		if err := stage(b.Root, dir, a.Inputs...); err != nil {
			return err
		}
		env, err := b.Dir(venv)
		if err != nil {
			return err
		}
		project := filepath.Join(dir, source(name))
		if err := os.Symlink(env, filepath.Join(project, ".venv")); err != nil {
			return err
		}
		return b.Run(ctx, a, Command{Dir: project, Args: []string{
			filepath.Join(env, "bin", "python3"), "-m", "compileall", "-q", strings.ReplaceAll(name, "-", "_")}})
	}
	return a
}

// nodeModules is the locked dependencies of a Node project, kept apart from its source so that
// a changed line does not fetch them again.
func nodeModules(name, folder string, node *Artifact) *Artifact {
	a := &Artifact{Name: name + "-modules", Needs: []*Artifact{node},
		Inputs: []string{filepath.Join(folder, "package.json"), filepath.Join(folder, "package-lock.json")}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		for _, file := range a.Inputs {
			if err := copyFile(filepath.Join(b.Root, file), filepath.Join(dir, filepath.Base(file))); err != nil {
				return err
			}
		}
		return b.Run(ctx, a, Command{Dir: dir, Env: nodeEnv(b, node), Args: npm("ci")})
	}
	return a
}

// NodeProject is the source of a Node project together with its dependencies, ready for its scripts.
// beside are files of the checkout that it reads; both are found where they are in the checkout.
func NodeProject(name, folder string, beside ...string) *Artifact {
	node := nodeJS()
	modules := nodeModules(name, folder, node)
	a := &Artifact{Name: name, Inputs: append([]string{folder}, beside...), Needs: []*Artifact{modules, node},
		Links: map[string]string{"app/" + name: folder}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		return stageNode(ctx, b, a, dir, a.Inputs...)
	}
	return a
}

func nodeService(name string, node *Artifact, beside ...string) *Artifact {
	a := NodeProject(name, source(name), beside...)
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		if err := stageNode(ctx, b, a, dir, a.Inputs...); err != nil {
			return err
		}
		return b.Run(ctx, a, Command{Dir: filepath.Join(dir, source(name)), Env: nodeEnv(b, node), Args: npm("run", "build")})
	}
	return a
}

// stageNode stages a project, the first of the inputs, and hard-links its dependencies beside its
// source: no copy of thousands of files, and no symbolic link that a bundler would follow out of it.
func stageNode(ctx context.Context, b *Builder, a *Artifact, dir string, inputs ...string) error {
	if err := stage(b.Root, dir, inputs...); err != nil {
		return err
	}
	modules, err := b.Dir(a.Needs[0])
	if err != nil {
		return err
	}
	return b.Run(ctx, a, Command{Args: []string{"cp", "-al", filepath.Join(modules, "node_modules"), filepath.Join(dir, inputs[0])}})
}

// nodeEnv puts the pinned Node.js first on the PATH and keeps Next.js from reporting home.
func nodeEnv(b *Builder, node *Artifact) []string {
	dir, err := b.Dir(node)
	if err != nil {
		return nil
	}
	bin := filepath.Dir(filepath.Join(dir, node.Links["bin/node"]))
	return []string{"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "NEXT_TELEMETRY_DISABLED=1", "CI=1"}
}

// output is the first line that a version command prints.
func output(name string, args ...string) string {
	text, _ := exec.Command(name, args...).Output()
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}
