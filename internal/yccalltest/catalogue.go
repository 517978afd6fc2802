package yccalltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Catalogue is what the lookups return. Each nil slice gets a small default; an empty one stays empty.
type Catalogue struct {
	Extensions      []Extension      `json:"extensions"`
	ExtensionGroups []ExtensionGroup `json:"extension_groups"`
	CallerNumbers   []CallerNumber   `json:"caller_numbers"`
	Queues          []Queue          `json:"queues"`
}

// Extension is one row of App.Sip_Sipnum.GetSipnumberInfo.
type Extension struct {
	Number     string `json:"number"`
	Password   string `json:"password"` // the SIP password, which the platform returns in clear; empty is "sip-" and the number
	Disabled   bool   `json:"disabled"`
	Registered bool   `json:"registered"`
}

// ExtensionGroup is one row of App.Sip_Extgroup.GetExtgroupInfo.
type ExtensionGroup struct {
	ID     int    `json:"id"` // 0: its place in the list
	Name   string `json:"name"`
	Status int    `json:"status"` // 1041 enabled (also used for 0), 1042 disabled, 1043 other

	Members []string `json:"members,omitempty"` // extensions, as App.Sip_Extgroup.GetGroupExt lists them
}

// CallerNumber is one row of App.Sip_Disnum.getDisnumberInfo. Only the number is a documented field of the reply.
type CallerNumber struct {
	Number     string `json:"number"`
	AreaCode   string `json:"area_code"`
	Disabled   bool   `json:"disabled"`
	Predictive bool   `json:"predictive"` // may be used by predictive tasks
}

// Queue is one row of App.Sip_Queue.GetQueueList.
type Queue struct {
	Name     string `json:"name"`
	Remark   string `json:"remark"`
	Strategy int    `json:"strategy"` // 1 to 8, as AddQueue takes it; 0 counts as 1

	QueueSettings
}

// QueueSettings are what EditQueue changes beside remark and strategy; nil counts as its default.
type QueueSettings struct {
	AnnounceFreq         *int `json:"announcefreq,omitempty"`         // 30
	RingDelay            *int `json:"ringdelay,omitempty"`            // 30
	MaxWaitTime          *int `json:"maxwaittime,omitempty"`          // 0
	WithNoAgentTime      *int `json:"withnoagenttime,omitempty"`      // 0
	NoAgentRejoiningTime *int `json:"noagentrejoiningtime,omitempty"` // 5
	DiscardTime          *int `json:"discardtime,omitempty"`          // 90
}

// ReadCatalogue reads a catalogue as JSON. What it does not mention keeps its default.
func ReadCatalogue(from io.Reader) (Catalogue, error) {
	var c Catalogue
	decoder := json.NewDecoder(from)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return Catalogue{}, fmt.Errorf("reading the catalogue: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Catalogue{}, errors.New("reading the catalogue: something follows it")
	}
	return c, c.Validate()
}

// Validate refuses what has no name, and two of a name: the platform has neither.
func (c Catalogue) Validate() error {
	for what, names := range map[string][]string{
		"extension":       namesOf(c.Extensions, func(e Extension) string { return e.Number }),
		"extension group": namesOf(c.ExtensionGroups, func(g ExtensionGroup) string { return g.Name }),
		"caller number":   namesOf(c.CallerNumbers, func(n CallerNumber) string { return n.Number }),
		"queue":           namesOf(c.Queues, func(q Queue) string { return q.Name }),
	} {
		seen := map[string]bool{"": true}
		for i, name := range names {
			if seen[name] {
				return fmt.Errorf("the catalogue's %s %d has no name, or that of another", what, i+1)
			}
			seen[name] = true
		}
	}
	return nil
}

func namesOf[T any](items []T, name func(T) string) []string {
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = name(item)
	}
	return names
}

// SetCatalogue changes what the lookups return from now on.
func (s *Server) SetCatalogue(catalogue Catalogue) {
	defer s.observe()()
	s.setCatalogue(catalogue.withDefaults().clone())
}

// Catalogue is what the lookups return now.
func (s *Server) Catalogue() Catalogue {
	defer s.observe()()
	return s.config.Catalogue.clone()
}

// clone copies what services change.
func (c Catalogue) clone() Catalogue {
	c.ExtensionGroups, c.Queues = slices.Clone(c.ExtensionGroups), slices.Clone(c.Queues)
	for i := range c.ExtensionGroups {
		c.ExtensionGroups[i].Members = slices.Clone(c.ExtensionGroups[i].Members)
	}
	return c
}

func (s *Server) setCatalogue(catalogue Catalogue) {
	s.config.Catalogue = catalogue
	s.agents = nil
	for _, extension := range catalogue.Extensions {
		if !extension.Disabled {
			s.agents = append(s.agents, extension.Number)
		}
	}
}

func (c Catalogue) withDefaults() Catalogue {
	if c.Extensions == nil {
		c.Extensions = []Extension{
			{Number: "1001", Registered: true},
			{Number: "1002", Registered: true},
			{Number: "1003", Disabled: true},
		}
	}
	if c.ExtensionGroups == nil {
		c.ExtensionGroups = []ExtensionGroup{{ID: 18, Name: "renewals-team"}, {ID: 19, Name: "night-shift", Status: 1042}}
	}
	if c.CallerNumbers == nil {
		c.CallerNumbers = []CallerNumber{
			{Number: "02120280001", AreaCode: "021", Predictive: true},
			{Number: "02120280002", AreaCode: "021", Predictive: true},
			{Number: "01020280003", AreaCode: "010"},
			{Number: "01020280004", AreaCode: "010", Predictive: true, Disabled: true},
		}
	}
	if c.Queues == nil {
		c.Queues = []Queue{{Name: "autocall_queue-1", Remark: "outbound", Strategy: 1}}
	}
	return c
}
