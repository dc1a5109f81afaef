// Calls of opsgenie-go-sdk-v2 and, as JSON, what each made of its answer:
//
//	go_opsgenie <host:port>    with the calls as JSON on standard input: [["create", {...}], ...]
//
// The SDK speaks https where the host has the letters `api` in it, and else http.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/opsgenie/opsgenie-go-sdk-v2/alert"
	"github.com/opsgenie/opsgenie-go-sdk-v2/client"
	"github.com/opsgenie/opsgenie-go-sdk-v2/heartbeat"
	"github.com/sirupsen/logrus"
)

func main() {
	logger := logrus.New()
	logger.SetOutput(io.Discard)
	config := client.Config{
		ApiKey:         os.Getenv("OPSGENIE_KEY"),
		OpsGenieAPIURL: client.ApiUrl(os.Args[1]),
		RetryCount:     1,
		Logger:         logger,
	}
	alerts, err := alert.NewClient(&config)
	fail(err)
	heartbeats, err := heartbeat.NewClient(&config)
	fail(err)
	var calls []json.RawMessage
	fail(json.NewDecoder(os.Stdin).Decode(&calls))
	answers := []any{}
	for _, call := range calls {
		answers = append(answers, answered(alerts, heartbeats, call))
	}
	fail(json.NewEncoder(os.Stdout).Encode(answers))
}

func answered(alerts *alert.Client, heartbeats *heartbeat.Client, call json.RawMessage) any {
	var parts []json.RawMessage
	fail(json.Unmarshal(call, &parts))
	var name string
	fail(json.Unmarshal(parts[0], &name))
	ctx, said := context.Background(), parts[1]
	switch name {
	case "create":
		return status(ctx)(alerts.Create(ctx, read[alert.CreateAlertRequest](said)))
	case "acknowledge":
		return status(ctx)(alerts.Acknowledge(ctx, read[alert.AcknowledgeAlertRequest](said)))
	case "unacknowledge":
		return status(ctx)(alerts.Unacknowledge(ctx, read[alert.UnacknowledgeAlertRequest](said)))
	case "snooze":
		return status(ctx)(alerts.Snooze(ctx, read[alert.SnoozeAlertRequest](said)))
	case "note":
		return status(ctx)(alerts.AddNote(ctx, read[alert.AddNoteRequest](said)))
	case "tags":
		return status(ctx)(alerts.AddTags(ctx, read[alert.AddTagsRequest](said)))
	case "details":
		return status(ctx)(alerts.AddDetails(ctx, read[alert.AddDetailsRequest](said)))
	case "assign":
		return status(ctx)(alerts.AssignAlert(ctx, read[alert.AssignRequest](said)))
	case "message":
		return status(ctx)(alerts.UpdateMessage(ctx, read[alert.UpdateMessageRequest](said)))
	case "priority":
		return status(ctx)(alerts.UpdatePriority(ctx, read[alert.UpdatePriorityRequest](said)))
	case "close":
		return status(ctx)(alerts.Close(ctx, read[alert.CloseAlertRequest](said)))
	case "get":
		return told(alerts.Get(ctx, read[alert.GetAlertRequest](said)))
	case "list":
		return told(alerts.List(ctx, read[alert.ListAlertRequest](said)))
	case "count":
		return told(alerts.CountAlerts(ctx, read[alert.CountAlertsRequest](said)))
	case "notes":
		return told(alerts.ListAlertNotes(ctx, read[alert.ListAlertNotesRequest](said)))
	case "logs":
		return told(alerts.ListAlertLogs(ctx, read[alert.ListAlertLogsRequest](said)))
	case "heartbeat.add":
		return told(heartbeats.Add(ctx, read[heartbeat.AddRequest](said)))
	case "heartbeat.update":
		return told(heartbeats.Update(ctx, read[heartbeat.UpdateRequest](said)))
	case "heartbeat.ping":
		return told(heartbeats.Ping(ctx, *read[string](said)))
	case "heartbeat.get":
		return told(heartbeats.Get(ctx, *read[string](said)))
	case "heartbeat.list":
		return told(heartbeats.List(ctx))
	case "heartbeat.enable":
		return told(heartbeats.Enable(ctx, *read[string](said)))
	case "heartbeat.disable":
		return told(heartbeats.Disable(ctx, *read[string](said)))
	case "heartbeat.delete":
		return told(heartbeats.Delete(ctx, *read[string](said)))
	}
	fail(fmt.Errorf("no call %s", name))
	return nil
}

func status(ctx context.Context) func(*alert.AsyncAlertResult, error) any {
	return func(result *alert.AsyncAlertResult, err error) any {
		if err != nil {
			return map[string]string{"error": err.Error()}
		}
		return told(result.RetrieveStatus(ctx))
	}
}

func told(result any, err error) any {
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	return result
}

func read[Request any](said json.RawMessage) *Request {
	request := new(Request)
	fail(json.Unmarshal(said, request))
	return request
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
