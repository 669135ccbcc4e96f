package compose

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/docker/go-units"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exactVersion is a tag that names one release or one day's build; PostgreSQL's releases have two numbers.
var exactVersion = regexp.MustCompile(`^v?(\d+\.\d+\.\d+|\d+\.\d+-|[a-z]+-20\d{6})`)

// rule is something that every service must have, unless x-exceptions says why it cannot, under the name of the property.
type rule struct {
	property string
	kept     func(s types.ServiceConfig) bool
	must     string
}

var rules = []rule{
	{"read_only", func(s types.ServiceConfig) bool { return s.ReadOnly }, "have a root file system that nobody writes to"},
	{"cap_drop", func(s types.ServiceConfig) bool { return slices.Equal(s.CapDrop, []string{"ALL"}) }, "drop all capabilities"},
	{"cap_add", func(s types.ServiceConfig) bool { return len(s.CapAdd) == 0 }, "have no capability"},
	{"security_opt", func(s types.ServiceConfig) bool {
		return slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"})
	}, "not gain privileges"},
	{"privileged", func(s types.ServiceConfig) bool { return !s.Privileged }, "not be privileged"},
	{"devices", func(s types.ServiceConfig) bool { return len(s.Devices) == 0 }, "have no device of the machine"},
	{"network_mode", func(s types.ServiceConfig) bool { return s.NetworkMode == "" || s.NetworkMode == "none" }, "be in networks of its own"},
	{"pid", func(s types.ServiceConfig) bool { return s.Pid == "" }, "see its own processes only"},
	{"cgroup", func(s types.ServiceConfig) bool { return s.Cgroup == "" }, "see its own control group only"},
	{"ipc", func(s types.ServiceConfig) bool { return s.Ipc == "" }, "share no memory with others"},
	{"mem_limit", func(s types.ServiceConfig) bool { return s.MemLimit > 0 && s.MemSwapLimit == s.MemLimit }, "have a memory limit, with memswap_limit equal to it"},
	{"cpus", func(s types.ServiceConfig) bool { return s.CPUS > 0 }, "have a CPU limit"},
	{"pids_limit", func(s types.ServiceConfig) bool { return s.PidsLimit > 0 }, "have a limit of processes"},
	{"logging", func(s types.ServiceConfig) bool {
		return s.Logging != nil && s.Logging.Driver == "json-file" && s.Logging.Options["max-size"] != "" && s.Logging.Options["max-file"] != "" &&
			s.Logging.Options["labels"] == "com.docker.compose.service"
	}, "rotate its log, whose lines name the service"},
	{"volumes", func(s types.ServiceConfig) bool { return len(fromTheMachine(s)) == 0 }, "see no folder of the machine but the checkout's"},
}

// fromTheMachine lists the bind mounts of a service from outside of the checkout.
func fromTheMachine(s types.ServiceConfig) []string {
	folder, err := filepath.Abs(root)
	if err != nil {
		panic(err)
	}
	var sources []string
	for _, volume := range s.Volumes {
		if volume.Type == types.VolumeTypeBind && !strings.HasPrefix(volume.Source, folder+"/") {
			sources = append(sources, volume.Source)
		}
	}
	return sources
}

// exceptions are what a service states that it does not have, and why.
func exceptions(t *testing.T, s types.ServiceConfig) map[string]string {
	t.Helper()
	stated := map[string]string{}
	raw, _ := s.Extensions["x-exceptions"].(map[string]any)
	for property, reason := range raw {
		text, _ := reason.(string)
		assert.Regexp(t, `^[A-Z].*\.$`, text, "%s: x-exceptions.%s gives its reason in a sentence", s.Name, property)
		stated[property] = text
	}
	return stated
}

// Every service keeps every rule or says why it cannot; no exception is stated that is none.
func TestEachServiceHasNoMoreThanItNeeds(t *testing.T) {
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		stated := exceptions(t, s)
		all := append(rules, rule{"user", func(s types.ServiceConfig) bool { return nonRoot(t, s) }, "not run as root"})
		for _, rule := range all {
			_, excepted := stated[rule.property]
			delete(stated, rule.property)
			kept := rule.kept(s)
			assert.True(t, kept || excepted, "%s must %s: set %s, or say under x-exceptions.%[3]s why not", s.Name, rule.must, rule.property)
			assert.False(t, kept && excepted, "%s: the exception %s is not needed", s.Name, rule.property)
		}
		assert.Empty(t, stated, "%s: exceptions from no rule", s.Name)
	})
}

// nonRoot tells whether a container runs as somebody else than root: by what the compose file says, or by what the
// Dockerfile of our own images does.
func nonRoot(t *testing.T, s types.ServiceConfig) bool {
	user := s.User
	if user == "" && s.Build != nil {
		user = readDockerfile(t, s.Build.Dockerfile).user()
	}
	name, _, _ := strings.Cut(user, ":")
	return name != "" && name != "root" && name != "0"
}

// What stays is restarted and asked for its health; what ends by itself is neither, unless it failed.
func TestServicesStayUpAndOneShotsEnd(t *testing.T) {
	project := lab(t)
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		if oneShot(project, s.Name) {
			// Without a number Compose would wait for ever for one that cannot succeed.
			assert.Regexp(t, `^(no|on-failure:[1-9])$`, s.Restart, "restart of %s, which ends by itself", s.Name)
			return
		}
		assert.Equal(t, types.RestartPolicyUnlessStopped, s.Restart, "restart of %s", s.Name)
		checked := s.HealthCheck != nil && !s.HealthCheck.Disable && len(s.HealthCheck.Test) > 1
		if s.Build != nil && (s.HealthCheck == nil || len(s.HealthCheck.Test) == 0) {
			checked = readDockerfile(t, s.Build.Dockerfile).checksHealth()
		}
		assert.True(t, checked, "%s has no health check", s.Name)
		if s.HealthCheck != nil && s.HealthCheck.Timeout != nil {
			assert.NotNil(t, s.HealthCheck.Retries, "%s: a single slow answer makes it unhealthy", s.Name)
		}
	})
}

// The whole lab fits into a machine of 8 GiB beside what else is on it, with either of the two shippers of logs: all that
// docker compose up starts, what ends by itself as well. What runs on demand is counted apart.
func TestTheMemoryLimitsFitTogether(t *testing.T) {
	const most = 4 * units.GiB
	onDemand := []string{"load", "tools", "check"}
	project := lab(t)
	var always, shipper, apart int64
	for _, name := range project.ServiceNames() {
		s := project.Services[name]
		limit := int64(s.MemLimit)
		switch {
		case len(s.Profiles) == 0:
			always += limit
		case slices.ContainsFunc(s.Profiles, func(profile string) bool { return slices.Contains(onDemand, profile) }):
			apart += limit
		default:
			shipper = max(shipper, limit)
		}
	}
	t.Logf("%s in all, of which a shipper of logs %s; on demand another %s", units.BytesSize(float64(always+shipper)),
		units.BytesSize(float64(shipper)), units.BytesSize(float64(apart)))
	assert.Less(t, always+shipper, int64(most), "the memory limits of both files are %s together", units.BytesSize(float64(always+shipper)))
	assert.Positive(t, shipper)
}

// inOtherLanguages are the services whose program is not written in Go.
var inOtherLanguages = []string{"postgres", "postgres-roles", "redis", "rabbitmq", "inventory-service", "payment-service",
	"user-service", "notification-service", "frontend"}

// The Go programs collect garbage before the kernel takes the container for one that wants too much.
func TestGoProgramsKnowTheirMemoryLimit(t *testing.T) {
	project := lab(t)
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		text, is := environment(s)["GOMEMLIMIT"]
		if slices.Contains(inOtherLanguages, s.Name) || oneShot(project, s.Name) && !is {
			return
		}
		soft, err := units.RAMInBytes(strings.TrimSuffix(text, "iB") + "B")
		require.NoError(t, err, "GOMEMLIMIT of %s", s.Name)
		assert.Less(t, soft, int64(s.MemLimit)*95/100, "GOMEMLIMIT of %s leaves no room below the limit of its container", s.Name)
	})
}

// Images are exact versions; our own are built from here, all of one version.
func TestImagesAreExactVersions(t *testing.T) {
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		name, tag, _ := strings.Cut(s.Image, ":")
		assert.Regexp(t, exactVersion, tag, "%s: %q is not an exact version", s.Name, s.Image)
		own := strings.HasPrefix(name, "oms-lab/")
		assert.Equal(t, own, s.Build != nil, "%s: only our own images, oms-lab/…, are built", s.Name)
		if !own {
			return
		}
		assert.Equal(t, "0.1.0", tag, "version of %s", s.Image)
		title := filepath.Base(filepath.Dir(s.Build.Dockerfile))
		assert.Equal(t, "oms-lab/"+title, name, "%s is not the image that %s makes", s.Name, s.Build.Dockerfile)
		assert.True(t, exists(s.Build.Dockerfile), "%s: no %s", s.Name, s.Build.Dockerfile)
	})
}

// The gateway believes the frontend alone what it says of the browser's address: at an address that no other container
// can get.
func TestTheFrontendHasTheAddressThatTheGatewayBelieves(t *testing.T) {
	project := lab(t)
	address := example["EDGE_FRONTEND_ADDRESS"]
	assert.Equal(t, address, project.Services["frontend"].Networks["edge"].Ipv4Address)
	assert.Contains(t, strings.Split(environment(project.Services["traefik"])["TRAEFIK_ENTRYPOINTS_WEB_FORWARDEDHEADERS_TRUSTEDIPS"], ","), address)
	for name, s := range project.Services {
		for network, settings := range s.Networks {
			if name != "frontend" && settings != nil {
				assert.Empty(t, settings.Ipv4Address, "%s has a fixed address in %s", name, network)
			}
		}
	}
	for _, pool := range project.Networks["edge"].Ipam.Config {
		assert.NotEmpty(t, pool.IPRange, "another container may get the frontend's address")
	}
}

// Whoever must end its clients before it stops has the time for it.
func TestServicesHaveTimeToStop(t *testing.T) {
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		if s.StopGracePeriod != nil {
			seconds, err := strconv.ParseFloat(strings.TrimSuffix(s.StopGracePeriod.String(), "s"), 64)
			require.NoError(t, err)
			assert.GreaterOrEqual(t, seconds, 10.0, "%s has less time to stop than Docker gives anyway", s.Name)
		}
	})
}
