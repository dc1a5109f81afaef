// One call of mackerel-client-go and, as JSON, what it made of the answer:
//
//	client <base URL> <call> [argument ...]
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/mackerelio/mackerel-client-go"
)

type call func(client *mackerel.Client, arguments []string) (any, error)

var calls = map[string]call{
	"alerts": func(client *mackerel.Client, _ []string) (any, error) {
		return client.FindAlerts()
	},
	"alerts after": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.FindAlertsByNextID(arguments[0])
	},
	"all alerts": func(client *mackerel.Client, _ []string) (any, error) {
		return client.FindWithClosedAlerts()
	},
	"all alerts after": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.FindWithClosedAlertsByNextID(arguments[0])
	},
	"alert": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.GetAlert(arguments[0])
	},
	"close": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.CloseAlert(arguments[0], arguments[1])
	},
	"memo": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.UpdateAlert(arguments[0], mackerel.UpdateAlertParam{Memo: arguments[1]})
	},
	"logs": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.FindAlertLogs(arguments[0], nil)
	},
	"one log after": func(client *mackerel.Client, arguments []string) (any, error) {
		limit := 1
		param := mackerel.FindAlertLogsParam{NextId: &arguments[1], Limit: &limit}
		return client.FindAlertLogs(arguments[0], &param)
	},
	"report": func(client *mackerel.Client, arguments []string) (any, error) {
		report := mackerel.CheckReport{
			Source:               mackerel.NewCheckSourceHost(arguments[0]),
			Name:                 arguments[1],
			Status:               mackerel.CheckStatus(arguments[2]),
			Message:              arguments[3],
			OccurredAt:           time.Now().Unix(),
			NotificationInterval: 60,
			MaxCheckAttempts:     1,
		}
		reports := mackerel.CheckReports{Reports: []*mackerel.CheckReport{&report}}
		return nil, client.PostCheckReports(&reports)
	},
	"check monitors": func(client *mackerel.Client, _ []string) (any, error) {
		return client.FindCheckMonitors(nil)
	},
	"one check monitor from": func(client *mackerel.Client, arguments []string) (any, error) {
		limit := 1
		param := mackerel.FindCheckMonitorsParam{NextID: &arguments[0], Limit: &limit}
		return client.FindCheckMonitors(&param)
	},
	"check monitor": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.FindCheckMonitor(arguments[0])
	},
	"monitors": func(client *mackerel.Client, _ []string) (any, error) {
		return client.FindMonitors()
	},
	"hosts": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.FindHosts(&mackerel.FindHostsParam{Statuses: arguments})
	},
	"host": func(client *mackerel.Client, arguments []string) (any, error) {
		return client.FindHost(arguments[0])
	},
}

func main() {
	client, err := mackerel.NewClientWithOptions(os.Getenv("MACKEREL_APIKEY"), os.Args[1], false)
	if err != nil {
		fail(err)
	}
	answer, err := calls[os.Args[2]](client, os.Args[3:])
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
