// Package vocabulary reads contracts/telemetry.yaml: every metric, span and log field of the lab, by name.
// It checks the file, answers questions about it, and writes docs/METRICS.md.
package vocabulary

import "regexp"

// Vocabulary is the whole contract of the lab's telemetry.
type Vocabulary struct {
	// Programs are ours, by their service.name; they are held to every word.
	Programs map[string]Program `yaml:"programs"`
	// Parts are everybody else whose metrics the dashboards and alerts use, by Prometheus job.
	Parts map[string]Part `yaml:"parts"`
	// Classes bound the values of labels.
	Classes map[string]Class `yaml:"classes"`
	// Metrics are those that our programs make themselves.
	Metrics []Metric `yaml:"metrics"`
	// Families are what the programs' runtimes and client libraries add.
	Families []Family `yaml:"families"`
	// Derived are made of other signals: recording rules, span metrics, service graph.
	Derived  []Derived  `yaml:"derived"`
	Resource []Resource `yaml:"resource"`
	Spans    []Span     `yaml:"spans"`
	Logs     Logs       `yaml:"logs"`
	// Questions are asked across the signals, to learn how each is queried.
	Questions []Example `yaml:"questions"`
}

// Program is one of our programs.
type Program struct {
	About   string `yaml:"about"`
	Runtime string `yaml:"runtime"`
	// Native says that the client library offers native histograms beside the classic buckets.
	Native bool `yaml:"native"`
}

// Part is somebody else's program and the metrics of it that the lab uses.
type Part struct {
	About string `yaml:"about"`
	// Optional parts are not everywhere: no control groups, no cAdvisor.
	Optional bool       `yaml:"optional"`
	Metrics  []External `yaml:"metrics"`
	// Spans are the part's own, where it has any.
	Spans []Span `yaml:"spans"`
}

// External is a metric that somebody else defines and the lab uses.
type External struct {
	Name    string `yaml:"name"`
	Type    Type   `yaml:"type"`
	Meaning string `yaml:"meaning"`
	// Appears says with which event the metric is born, when it is not there from the start.
	Appears string `yaml:"appears"`
	// Owners are those of a family's owners whose library has the metric; empty for all.
	Owners []string `yaml:"owners"`

	line int
}

// Type is a metric's type as Prometheus names it.
type Type string

// The types.
const (
	Counter   Type = "counter"
	Gauge     Type = "gauge"
	Histogram Type = "histogram"
	Summary   Type = "summary"
)

// Class is a bounded set of label values.
type Class struct {
	Meaning string `yaml:"meaning"`
	// Values are all that there are.
	Values []string `yaml:"values"`
	// ByOwner are the values of each program, where these differ.
	ByOwner map[string][]string `yaml:"by_owner"`
	// Pattern and Max bound a set that is too long, or too changeable, for a list: what a value looks like,
	// and how many one metric of one program may have at most.
	Pattern string `yaml:"pattern"`
	Max     int    `yaml:"max"`

	pattern *regexp.Regexp
	line    int
}

// Metric is one of our own.
type Metric struct {
	Name string `yaml:"name"`
	Type Type   `yaml:"type"`
	// Unit is the word that ends the name: seconds, bytes, minor, ratio; empty for a plain number of things.
	Unit   string   `yaml:"unit"`
	Owners []string `yaml:"owners"`
	// Labels are all that every series of the metric has, each with its bounds.
	Labels  map[string]Bound `yaml:"labels"`
	Meaning string           `yaml:"meaning"`
	// Exemplars says which samples lead to traces; empty for none.
	Exemplars Exemplars `yaml:"exemplars"`
	// Untraced are label values whose samples belong to no trace, such as the routes of probes.
	Untraced map[string][]string `yaml:"untraced"`
	Appears  string              `yaml:"appears"`
	Examples []Example           `yaml:"examples"`

	line int
}

// Exemplars says which samples of a histogram lead to traces.
type Exemplars string

// Always is for what is done within a trace; WhenTraced for what mostly is not, such as runs that find nothing to do.
const (
	Always     Exemplars = "always"
	WhenTraced Exemplars = "when traced"
)

// Bound is what a label may be: the name of a class, or a list of values.
type Bound struct {
	Class  string
	Values []string
}

// Family is a group of metrics that a library adds: those with names of their own must be there, others with the prefix may.
type Family struct {
	Prefix  string           `yaml:"prefix"`
	Owners  []string         `yaml:"owners"`
	Meaning string           `yaml:"meaning"`
	Labels  map[string]Bound `yaml:"labels"`
	// Members are the metrics to know.
	Members  []External `yaml:"members"`
	Examples []Example  `yaml:"examples"`

	line int
}

// Derived is a metric that is made of other signals.
type Derived struct {
	Name    string   `yaml:"name"`
	Type    Type     `yaml:"type"`
	By      string   `yaml:"by"`
	Labels  []string `yaml:"labels"`
	Meaning string   `yaml:"meaning"`
	Appears string   `yaml:"appears"`
	Example *Example `yaml:"example"`

	line int
}

// Resource is an attribute that every span has through its program.
type Resource struct {
	Name string `yaml:"name"`
	// Value is the only value, where there is only one.
	Value   string `yaml:"value"`
	Meaning string `yaml:"meaning"`

	line int
}

// Span is a span by its name, or by a pattern of names.
type Span struct {
	Owners []string `yaml:"owners"`
	Name   string   `yaml:"name"`
	// Pattern matches whole names.
	Pattern    string   `yaml:"pattern"`
	Kind       string   `yaml:"kind"`
	Attributes []string `yaml:"attributes"`
	Meaning    string   `yaml:"meaning"`
	// Appears says what brings the span about, when ordinary traffic does not; then it may be missing.
	Appears string `yaml:"appears"`

	pattern *regexp.Regexp
	line    int
}

// Logs is the shape of log lines.
type Logs struct {
	Labels             []string `yaml:"labels"`
	StructuredMetadata []string `yaml:"structured_metadata"`
	Levels             []string `yaml:"levels"`
	Fields             []Field  `yaml:"fields"`
	// Configuration are the fields of the one line at start that tells the effective configuration.
	Configuration []string  `yaml:"configuration"`
	Examples      []Example `yaml:"examples"`

	configurationLine int
}

// Field is a field of log lines.
type Field struct {
	Name string `yaml:"name"`
	// Type is string, integer, number, boolean or object.
	Type string `yaml:"type"`
	// On says on which lines the field must be: every, access, error; empty where it may.
	On string `yaml:"on"`
	// Owners have the field; empty for all.
	Owners  []string `yaml:"owners"`
	Meaning string   `yaml:"meaning"`

	line int
}

// Example is a question and the query that answers it.
type Example struct {
	Ask     string `yaml:"ask"`
	PromQL  string `yaml:"promql"`
	LogQL   string `yaml:"logql"`
	TraceQL string `yaml:"traceql"`

	line int
}
