package artifact

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// clients are the Go packages below contracts/client and the service that each one calls.
var clients = map[string]string{
	"orders":        "order-service",
	"inventory":     "inventory-service",
	"payments":      "payment-service",
	"users":         "user-service",
	"notifications": "notification-service",
}

// Generated lists what is made of other files of the checkout: code from contracts/openapi, rules from
// infrastructure/slo. The folder of each is laid out like the checkout and holds nothing but generated files.
func Generated(root string) ([]*Artifact, error) {
	codegen, err := tool{name: "oapi-codegen"}.artifact(root)
	if err != nil {
		return nil, err
	}
	sloth, err := tool{name: "sloth", version: "github.com/slok/sloth/internal/info.Version"}.artifact(root)
	if err != nil {
		return nil, err
	}
	return []*Artifact{goClients(root, codegen), frontendTypes(), sloRules(root, sloth)}, nil
}

// GeneratedFiles lists the generated files in a folder of the checkout, or in all of a folder that is
// laid out like it. They have `.gen.` in their name or are in a folder named generated, or are rules of SLOs.
func GeneratedFiles(root, folder string) ([]string, error) {
	var files []string
	err := forGenerated(root, folder, func(file string) error {
		files = append(files, file)
		return nil
	})
	return files, err
}

// goClients are the Go clients of the five services.
func goClients(root string, codegen *Artifact) *Artifact {
	a := &Artifact{Name: "go-clients", Needs: []*Artifact{codegen}}
	for _, name := range slices.Sorted(maps.Keys(clients)) {
		folder := filepath.Join("contracts", "client", name)
		a.Inputs = append(a.Inputs, filepath.Join(folder, "config.yaml"), description(clients[name]))
		if overlay := filepath.Join(folder, "overlay.yaml"); isFile(filepath.Join(root, overlay)) {
			a.Inputs = append(a.Inputs, overlay)
		}
	}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		program, err := b.Dir(codegen)
		if err != nil {
			return err
		}
		for name, service := range clients {
			folder := filepath.Join("contracts", "client", name)
			if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
				return err
			}
			if err := b.Run(ctx, a, Command{Dir: b.Root, Args: []string{filepath.Join(program, "oapi-codegen"),
				"-config", filepath.Join(folder, "config.yaml"), "-o", filepath.Join(dir, folder, "client.gen.go"), description(service)}}); err != nil {
				return err
			}
		}
		return nil
	}
	return a
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// frontendTypes are the TypeScript types of the frontend, made by the script `generate` of its own.
func frontendTypes() *Artifact {
	const name = "frontend"
	node := nodeJS()
	modules := nodeModules(name, source(name), node)
	beside := filepath.Join("contracts", "openapi")
	a := &Artifact{Name: name + "-types", Inputs: []string{source(name), beside}, Needs: []*Artifact{modules, node}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		draft, err := os.MkdirTemp(b.Cache, "."+a.Name+"-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(draft) }()
		if err := stageNode(ctx, b, a, draft, source(name), beside); err != nil {
			return err
		}
		// What is there after the script has run was made by it.
		if err := forGenerated(draft, source(name), func(file string) error { return os.Remove(filepath.Join(draft, file)) }); err != nil {
			return err
		}
		if err := b.Run(ctx, a, Command{Dir: filepath.Join(draft, source(name)), Env: nodeEnv(b, node), Args: npm("run", "generate")}); err != nil {
			return err
		}
		return forGenerated(draft, source(name), func(file string) error {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755); err != nil {
				return err
			}
			return copyFile(filepath.Join(draft, file), filepath.Join(dir, file))
		})
	}
	return a
}

// forGenerated calls do with the path, below root, of each generated file in a folder.
func forGenerated(root, folder string, do func(file string) error) error {
	return filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(skipped, entry.Name()):
			return filepath.SkipDir
		case entry.IsDir():
			return nil
		}
		file, err := filepath.Rel(root, path)
		if err != nil || !isGenerated(file) {
			return err
		}
		return do(file)
	})
}

// isGenerated tells from the path of a file, below the root of a checkout, whether something makes it.
func isGenerated(file string) bool {
	folder, name := filepath.Split(file)
	folder = filepath.Clean(folder)
	return strings.Contains(name, ".gen.") || filepath.Base(folder) == "generated" || folder == sloRulesFolder
}
