package inbox

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// senders are those whose webhooks are understood, by the version that each gives the same notification.
var senders = map[string]string{"4": "alertmanager", "1": "grafana"}

// webhook is the notification of Alertmanager, and of Grafana's own alerting, as far as a page needs it.
type webhook struct {
	Version           string            `json:"version"`
	Status            string            `json:"status"`
	Receiver          string            `json:"receiver"`
	GroupLabels       map[string]string `json:"groupLabels"`
	CommonLabels      map[string]string `json:"commonLabels"`
	CommonAnnotations map[string]string `json:"commonAnnotations"`
	TruncatedAlerts   int               `json:"truncatedAlerts"`
	Alerts            []alert           `json:"alerts"`
}

type alert struct {
	Status      string            `json:"status"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	StartsAt    time.Time         `json:"startsAt"`
	EndsAt      time.Time         `json:"endsAt"`
}

func (h webhook) check() error {
	switch {
	case senders[h.Version] == "":
		return invalid("version", "must be \"4\", the webhook version of Alertmanager, or \"1\", that of Grafana")
	case h.Status != "firing" && h.Status != "resolved":
		return invalid("status", "must be firing or resolved")
	case len(h.Alerts) == 0:
		return invalid("alerts", "must name at least one alert")
	}
	return nil
}

// postAlerts turns one notification, that is one alert group, into one page.
func (in *Inbox) postAlerts(w http.ResponseWriter, r *http.Request) error {
	var notification webhook
	// Newer Alertmanagers add fields, so unknown ones are no fault here.
	if err := readJSON(w, r, &notification, acceptUnknown); err != nil {
		return err
	}
	if err := notification.check(); err != nil {
		return err
	}
	m := NewMessage(Page, in.now())
	notification.leadTo(in.grafanaURL)
	m.From, m.To = senders[notification.Version], []string{notification.receiver()}
	m.Subject, m.Text, m.Labels = notification.subject(), notification.text(), notification.labels()
	return in.accept(w, r, m)
}

func (h webhook) receiver() string {
	if h.Receiver == "" {
		return "on-call"
	}
	return h.Receiver
}

// subject reads like "[FIRING:2] OrderServiceErrors order-service (page)".
func (h webhook) subject() string {
	tag := "RESOLVED"
	if h.Status == "firing" {
		firing := 0
		for _, a := range h.Alerts {
			if a.Status == "firing" {
				firing++
			}
		}
		tag = fmt.Sprintf("FIRING:%d", firing)
	}
	labels := h.labels()
	words := []string{"[" + tag + "]"}
	for _, name := range []string{"alertname", "job", "service"} {
		if value := labels[name]; value != "" && !slices.Contains(words, value) {
			words = append(words, value)
		}
	}
	if severity := labels["severity"]; severity != "" {
		words = append(words, "("+severity+")")
	}
	return strings.Join(words, " ")
}

// leadTo makes the dashboard links of a notification, which are paths within Grafana, whole addresses. Without an address
// of Grafana they stay paths.
func (h webhook) leadTo(grafana string) {
	complete := func(annotations map[string]string) {
		if path := annotations["dashboard_url"]; grafana != "" && strings.HasPrefix(path, "/") {
			annotations["dashboard_url"] = grafana + path
		}
	}
	complete(h.CommonAnnotations)
	for _, a := range h.Alerts {
		complete(a.Annotations)
	}
}

// labels are what all alerts of the group share, and the group's status.
func (h webhook) labels() map[string]string {
	labels := map[string]string{}
	maps.Copy(labels, h.CommonLabels)
	maps.Copy(labels, h.GroupLabels)
	labels["status"] = h.Status
	return labels
}

func (h webhook) text() string {
	var b strings.Builder
	for _, name := range []string{"summary", "description", "dashboard_url", "runbook_url"} {
		if value := h.CommonAnnotations[name]; value != "" {
			fmt.Fprintf(&b, "%s%s\n", annotationTitle[name], value)
		}
	}
	for _, a := range h.Alerts {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		h.writeAlert(&b, a)
	}
	if h.TruncatedAlerts > 0 {
		fmt.Fprintf(&b, "\nand %d more\n", h.TruncatedAlerts)
	}
	return b.String()
}

var annotationTitle = map[string]string{"dashboard_url": "Dashboard: ", "runbook_url": "Runbook: "}

// writeAlert says of one alert what the group has not said already.
func (h webhook) writeAlert(b *strings.Builder, a alert) {
	fmt.Fprintf(b, "%s since %s", a.Status, a.StartsAt.UTC().Format(time.RFC3339))
	if a.Status == "resolved" && a.EndsAt.After(a.StartsAt) {
		fmt.Fprintf(b, " until %s", a.EndsAt.UTC().Format(time.RFC3339))
	}
	b.WriteString("\n")
	for _, name := range slices.Sorted(maps.Keys(a.Annotations)) {
		if h.CommonAnnotations[name] != a.Annotations[name] {
			fmt.Fprintf(b, "  %s: %s\n", name, a.Annotations[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Labels)) {
		fmt.Fprintf(b, "  %s=%q\n", name, a.Labels[name])
	}
}
