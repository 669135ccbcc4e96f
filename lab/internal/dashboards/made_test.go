package dashboards

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// root is the checkout, seen from this package.
var root = filepath.Join("..", "..", "..")

// madeDashboard is what Grafana reads of a file, as far as the rules are about it.
type madeDashboard struct {
	file        string
	UID         string          `json:"uid"`
	ID          json.RawMessage `json:"id"`
	Version     json.RawMessage `json:"version"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Tags        []string        `json:"tags"`
	Timezone    string          `json:"timezone"`
	Refresh     string          `json:"refresh"`
	Schema      int             `json:"schemaVersion"`
	Time        struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"time"`
	Templating struct {
		List []madeVariable `json:"list"`
	} `json:"templating"`
	Annotations struct {
		List []struct {
			Name   string     `json:"name"`
			Target madeTarget `json:"target"`
		} `json:"list"`
	} `json:"annotations"`
	Links []struct {
		Title string   `json:"title"`
		Type  string   `json:"type"`
		URL   string   `json:"url"`
		Tags  []string `json:"tags"`
	} `json:"links"`
	Panels []madePanel `json:"panels"`
}

type madeVariable struct {
	Type        string          `json:"type"`
	Name        string          `json:"name"`
	Label       string          `json:"label"`
	Query       json.RawMessage `json:"query"`
	Refresh     int             `json:"refresh"`
	Multi       bool            `json:"multi"`
	SkipURLSync bool            `json:"skipUrlSync"`
	IncludeAll  bool            `json:"includeAll"`
	AllValue    string          `json:"allValue"`
}

type madePanel struct {
	ID          int    `json:"id"`
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Datasource  struct {
		Type string `json:"type"`
		UID  string `json:"uid"`
	} `json:"datasource"`
	Grid        struct{ X, Y, W, H int } `json:"gridPos"`
	Targets     []madeTarget             `json:"targets"`
	FieldConfig struct {
		Defaults struct {
			Unit       string `json:"unit"`
			Thresholds struct {
				Steps []struct {
					Value *float64 `json:"value"`
				} `json:"steps"`
			} `json:"thresholds"`
		} `json:"defaults"`
	} `json:"fieldConfig"`
}

type madeTarget struct {
	RefID      string `json:"refId"`
	Expr       string `json:"expr"`
	Query      string `json:"query"`
	QueryType  string `json:"queryType"`
	Exemplar   bool   `json:"exemplar"`
	Datasource struct {
		Type string `json:"type"`
		UID  string `json:"uid"`
	} `json:"datasource"`
}

// everyDashboard makes all dashboards with the thresholds of the checkout.
func everyDashboard(t *testing.T) map[string]madeDashboard {
	t.Helper()
	files, err := Files(root)
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]madeDashboard{}
	for file, content := range files {
		d := madeDashboard{file: file}
		if err := json.Unmarshal(content, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		made[d.UID] = d
	}
	if len(made) != len(files) {
		t.Errorf("%d files have only %d different uids", len(files), len(made))
	}
	return made
}

// forEachDashboard runs a test on each dashboard under its uid.
func forEachDashboard(t *testing.T, check func(*testing.T, madeDashboard)) {
	for uid, d := range everyDashboard(t) {
		t.Run(strings.TrimPrefix(uid, tag+"-"), func(t *testing.T) { check(t, d) })
	}
}

// forEachPanel runs a check on each panel, headings of rows left out.
func forEachPanel(t *testing.T, check func(*testing.T, madePanel)) {
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		for _, p := range d.Panels {
			if p.Type != "row" {
				check(t, p)
			}
		}
	})
}
