package inbox

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/url"

	"github.com/google/uuid"
)

//go:embed web
var webFiles embed.FS

// pageSize is how many messages the list shows before its "Older" link.
const pageSize = 100

var (
	styleSheet = mustRead("web/inbox.css")
	script     = mustRead("web/inbox.js")
	page       = template.Must(template.New("inbox.html").ParseFS(webFiles, "web/inbox.html"))
	// contentPolicy allows the page's own style and script and nothing from elsewhere. The frame that shows
	// a mail's HTML inherits it, so a mail can neither run a script nor call home.
	contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'sha256-" + hash(script) + "'"
)

func mustRead(name string) string {
	content, err := webFiles.ReadFile(name)
	if err != nil {
		panic(err) // embedded at build time
	}
	return string(content)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// view is what the template shows.
type view struct {
	Style    template.CSS
	Script   template.JS
	Kinds    []Kind
	Filter   Filter
	Messages []Message
	Selected *Message
	Gone     bool
	Older    string
	Total    uint64
	grafana  string
}

// getPage shows the list and, with ?id=, one message beside it. It works without the script, which only
// keeps the list fresh.
func (in *Inbox) getPage(w http.ResponseWriter, r *http.Request) error {
	filter, err := parseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	v := view{Style: template.CSS(styleSheet), Script: template.JS(script), Kinds: Kinds, Filter: filter, grafana: in.grafanaURL}
	if err := in.list(&v); err != nil {
		return err
	}
	if err := in.choose(&v, r.URL.Query().Get("id")); err != nil {
		return err
	}
	if v.Total, err = in.store.Count(); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := page.Execute(&body, v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", contentPolicy)
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	_, err = body.WriteTo(w)
	return err
}

func (in *Inbox) list(v *view) error {
	filter := v.Filter
	filter.Limit = pageSize + 1 // one more than shown says whether there are older ones
	err := in.store.Each(filter, func(m Message) error {
		v.Messages = append(v.Messages, m)
		return nil
	})
	if len(v.Messages) > pageSize {
		v.Messages = v.Messages[:pageSize]
		v.Older = v.link("before", v.Messages[pageSize-1].ID.String())
	}
	return err
}

func (in *Inbox) choose(v *view, text string) error {
	if text == "" {
		return nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return invalid("id", "must be the id of a message")
	}
	m, err := in.store.Get(id)
	if errors.Is(err, ErrNotFound) {
		v.Gone = true
		return nil
	}
	v.Selected = &m
	return err
}

// KindLink leads to the list of one kind, or of all.
func (v view) KindLink(kind Kind) string { return v.link("kind", string(kind), "before", "") }

// MessageLink leads to a message beside the same list.
func (v view) MessageLink(m Message) string { return v.link("id", m.ID.String()) }

// link is the address of this view with some parameters changed; an empty value removes one.
func (v view) link(changes ...string) string {
	query := url.Values{}
	if v.Filter.Kind != "" {
		query.Set("kind", string(v.Filter.Kind))
	}
	if v.Filter.To != "" {
		query.Set("to", v.Filter.To)
	}
	if v.Filter.Before != uuid.Nil {
		query.Set("before", v.Filter.Before.String())
	}
	for i := 0; i < len(changes); i += 2 {
		query.Del(changes[i])
		if changes[i+1] != "" {
			query.Set(changes[i], changes[i+1])
		}
	}
	return "/?" + query.Encode()
}

// TraceLink leads to the message's trace in Grafana; "" without GRAFANA_URL.
func (v view) TraceLink(m Message) (string, error) {
	if v.grafana == "" || m.TraceID == "" {
		return "", nil
	}
	source := map[string]string{"type": "tempo", "uid": "tempo"}
	panes, err := json.Marshal(map[string]any{"trace": map[string]any{
		"datasource": "tempo",
		"queries": []any{map[string]any{
			"refId": "A", "datasource": source, "queryType": "traceql", "query": m.TraceID,
		}},
		"range": map[string]string{"from": "now-24h", "to": "now"},
	}})
	query := url.Values{"schemaVersion": {"1"}, "orgId": {"1"}, "panes": {string(panes)}}
	return v.grafana + "/explore?" + query.Encode(), err
}
