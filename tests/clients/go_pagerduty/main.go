// One call of go-pagerduty and, as JSON, what it made of the answer:
//
//	client <base URL> <enqueue|change> <JSON of the event>
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/PagerDuty/go-pagerduty"
)

func main() {
	client := pagerduty.NewClient("", pagerduty.WithV2EventsAPIEndpoint(os.Args[1]))
	answer, err := send(client, os.Args[2], []byte(os.Args[3]))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func send(client *pagerduty.Client, call string, said []byte) (any, error) {
	if call == "change" {
		var event pagerduty.ChangeEvent
		if err := json.Unmarshal(said, &event); err != nil {
			return nil, err
		}
		return client.CreateChangeEventWithContext(context.Background(), event)
	}
	var event pagerduty.V2Event
	if err := json.Unmarshal(said, &event); err != nil {
		return nil, err
	}
	return client.ManageEventWithContext(context.Background(), &event)
}
