package artifact

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

var javaVersion = regexp.MustCompile(`(?m)^JAVA_VERSION="(\d+)`)

// JavaHome is the newest JDK that this machine has: JAVA_HOME and the places where distributions put
// JDKs are looked at. "" when there is none.
func JavaHome() (home string) {
	newest := 0
	candidates, _ := filepath.Glob("/usr/lib/jvm/*")
	if own := os.Getenv("JAVA_HOME"); own != "" {
		candidates = append(candidates, own)
	}
	for _, candidate := range candidates {
		release, err := os.ReadFile(filepath.Join(candidate, "release"))
		if err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(candidate, "bin", "javac")); err != nil {
			continue
		}
		match := javaVersion.FindSubmatch(release)
		if match == nil {
			continue
		}
		if major, _ := strconv.Atoi(string(match[1])); major > newest {
			home, newest = candidate, major
		}
	}
	return home
}

// Maven is a quiet Maven command for a service whose build goes to the given folder.
func Maven(root, name, target string, goals ...string) Command {
	home := JavaHome()
	return Command{Dir: filepath.Join(root, source(name)), Env: []string{"JAVA_HOME=" + home},
		Args: append([]string{"mvn", "-B", "-ntp", "-q", "-Doms.build.directory=" + target}, goals...)}
}

// javaService is the service unpacked, with an archive of its loaded classes (AppCDS) beside it that
// halves the start. The archive fits the JDK that wrote it; with another one it is ignored.
func javaService(name string) *Artifact {
	home := JavaHome()
	a := &Artifact{Name: name, Inputs: []string{source(name), description(name)}, Salt: []string{home, "unpacked, with class archive"},
		Links: map[string]string{"app/" + name: "."}}
	a.Build = func(ctx context.Context, b *Builder, dir string) error {
		target := filepath.Join(b.Cache, "maven-target", filepath.Base(dir))
		defer func() { _ = os.RemoveAll(target) }()
		jar := filepath.Join(target, name+".jar")
		java := filepath.Join(home, "bin", "java")
		steps := []Command{
			Maven(b.Root, name, target, "package", "-DskipTests"),
			{Dir: target, Args: []string{java, "-Djarmode=tools", "-jar", jar, "extract", "--force", "--destination", dir}},
			// The training run loads the classes and ends before it would use the database. Its paths are
			// relative, so that the archive still fits when the folder has its final name.
			{Dir: dir, Env: []string{"DB_HOST=none", "DB_NAME=none", "DB_USER=none", "DB_PASSWORD=none"}, Args: []string{
				java, "-Xmx128m", "-XX:+UseSerialGC", "-Xlog:disable", "-XX:ArchiveClassesAtExit=" + name + ".jsa",
				"-Dspring.context.exit=onRefresh", "-jar", name + ".jar"}},
		}
		for _, step := range steps {
			if err := b.Run(ctx, a, step); err != nil {
				return err
			}
		}
		return nil
	}
	return a
}
