package scripts

import (
	"fmt"
	"strings"
)

// engine is a pretended Docker with its Compose plugin.
type engine struct {
	// fault is what docker version says instead of a version.
	fault string
	// compose is the version of the plugin, "" when there is none.
	compose string
	// memory is what the engine's machine has, in MiB.
	memory int
	// root is where it keeps its containers.
	root string
	// networks are those of the lab that Compose has made.
	networks []string
	// ports are published by both compose files, at 127.0.0.1.
	ports []string
	// invalid is what docker compose says of the files.
	invalid string
	// running are the services that have a container, which hold the ports.
	running []string
	// stopped are those whose container does not run.
	stopped []string
	// fails makes docker compose up, and run, end with this exit code.
	fails int
	// containers are lines of docker ps: name|service|status.
	containers []string
	// source is the label by which the image of the lab tool says what it was built from, "" when there is no image.
	source string
}

// docker is an engine on which everything is well.
func docker() engine { return engine{compose: "2.40.3", memory: 64 << 10, root: "/var/lib/docker"} }

// docker puts the engine on the machine.
func (m *machine) docker(e engine) {
	version := "echo 28.2.2"
	if e.fault != "" {
		version = fmt.Sprintf("echo %q >&2; exit 1", e.fault)
	}
	compose := "echo " + e.compose
	if e.compose == "" {
		compose = `echo "docker: 'compose' is not a docker command." >&2; exit 1`
	}
	var config strings.Builder
	for _, port := range e.ports {
		fmt.Fprintf(&config, "    ports:\n      - mode: ingress\n        host_ip: 127.0.0.1\n        target: %[1]s\n        published: \"%[1]s\"\n", port)
	}
	valid := fmt.Sprintf("cat <<'CONFIG'\nservices:\n%sCONFIG\n", config.String())
	if e.invalid != "" {
		valid = fmt.Sprintf("echo %q >&2; exit 1", e.invalid)
	}
	var running strings.Builder
	for _, service := range e.running {
		fmt.Fprintf(&running, "*compose.service=%s*|*publish=*) echo c0ffee ;;\n", service)
	}
	if len(e.running) > 0 {
		running.WriteString("*compose.service=*) ;;\n*) echo c0ffee ;;\n")
	}
	var stopped strings.Builder
	for _, service := range e.stopped {
		fmt.Fprintf(&stopped, "ps\\ --quiet\\ --all*compose.service=%s*) echo c0ffee ;;\n", service)
	}
	var networks strings.Builder
	for _, network := range e.networks {
		fmt.Fprintf(&networks, "network\\ ls*compose.network=%s) echo c0ffee ;;\n", network)
	}
	image := "exit 1"
	if e.source != "" {
		image = fmt.Sprintf("echo %q", e.source)
	}
	m.program("docker", fmt.Sprintf(`case "$*" in
version\ --format*|version) %s ;;
"compose version --short") %s ;;
compose*" config") %s ;;
compose*\ up\ *|compose*\ run\ *) exit %d ;;
"info --format {{.DockerRootDir}}") echo %q ;;
info*) echo %d ;;
%s%sps\ --quiet*) case "$*" in
%sesac ;;
ps\ --all*) cat <<'PS'
%s
PS
;;
logs*) echo "the port is taken" ;;
image\ inspect*) %s ;;
esac`, version, compose, valid, e.fails, e.root, e.memory<<20, networks.String(), stopped.String(), running.String(), strings.Join(e.containers, "\n"), image))
}
