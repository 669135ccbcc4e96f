package native

import "testing"

func TestOnlyWhatIsWrongIsSaid(t *testing.T) {
	said := complaints(`Checking etc/prometheus.yml
  WARNING: file "etc/targets/grafana.yaml" does not exist
 SUCCESS: 2 rule files found

Checking etc/rules/broken.yaml
  FAILED:
etc/rules/broken.yaml: 3:15: group "x", rule 1, "A": could not parse expression: 1:5: parse error: unclosed left parenthesis
`)
	if want := `etc/rules/broken.yaml: 3:15: group "x", rule 1, "A": could not parse expression: 1:5: parse error: unclosed left parenthesis`; said != want {
		t.Errorf("got %q", said)
	}
}
