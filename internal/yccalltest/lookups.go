package yccalltest

import (
	"cmp"
	"fmt"
	"slices"
)

const (
	extensionDisabled = 1013
	extensionEnabled  = 1016
	groupEnabled      = 1041
	groupDisabled     = 1042
)

// extensionGroups is App.Sip_Extgroup.GetExtgroupInfo.
func (s *Server) extensionGroups(req *request) reply {
	name := req.params.optional("name")
	rows := list{}
	for i, group := range s.config.Catalogue.ExtensionGroups {
		if name != "" && group.Name != name {
			continue
		}
		status := group.Status
		if status == 0 {
			status = groupEnabled
		}
		rows = append(rows, object{{"id", cmp.Or(group.ID, i+1)}, {"name", group.Name}, {"status", status}})
	}
	return s.found(rows)
}

// extensions is App.Sip_Sipnum.GetSipnumberInfo. It tells the SIP passwords, as the platform does.
func (s *Server) extensions(req *request) reply {
	status := req.params.choice("status", "1", "1", "2", "3")
	numbers := req.params.names("extnumber")
	if req.params.refusal != nil {
		return *req.params.refusal
	}
	rows := list{}
	for _, extension := range s.config.Catalogue.Extensions {
		if !matchesSwitch(status, !extension.Disabled) || len(numbers) > 0 && !slices.Contains(numbers, extension.Number) {
			continue
		}
		code, register, password := extensionEnabled, "nreg", extension.Password
		if password == "" {
			password = "sip-" + extension.Number
		}
		if extension.Disabled {
			code = extensionDisabled
		}
		if extension.Registered {
			register = "reg"
		}
		rows = append(rows, object{
			{"extnumber", extension.Number},
			{"password", password},
			{"status", code},
			{"register", register},
		})
	}
	return s.found(rows)
}

// callerNumbers is App.Sip_Disnum.getDisnumberInfo. Only disnumber is a documented field of its rows; the others are
// guesses.
func (s *Server) callerNumbers(req *request) reply {
	status := req.params.choice("status", "1", "1", "2", "3")
	predictive := req.params.choice("autocall", "1", "1", "2", "3")
	numbers, areaCode := req.params.names("disnumber"), req.params.optional("areacode")
	if req.params.refusal != nil {
		return *req.params.refusal
	}
	rows := list{}
	for _, number := range s.config.Catalogue.CallerNumbers {
		if !matchesSwitch(status, !number.Disabled) ||
			predictive == "2" && !number.Predictive || predictive == "3" && number.Predictive ||
			len(numbers) > 0 && !slices.Contains(numbers, number.Number) ||
			areaCode != "" && number.AreaCode != areaCode {
			continue
		}
		code, autocall := extensionEnabled, "no"
		if number.Disabled {
			code = extensionDisabled
		}
		if number.Predictive {
			autocall = "yes"
		}
		rows = append(rows, object{
			{"disnumber", number.Number},
			{"areacode", number.AreaCode},
			{"status", code},
			{"autocall", autocall},
		})
	}
	return s.found(rows)
}

// queues is App.Sip_Queue.GetQueueList.
func (s *Server) queues(req *request) reply {
	name := req.params.optional("queuename")
	rows := list{}
	for _, queue := range s.config.Catalogue.Queues {
		if name != "" && queue.Name != name {
			continue
		}
		rows = append(rows, object{
			{"queuename", queue.Name},
			{"remark", queue.Remark},
			{"strategy", max(queue.Strategy, 1)},
			{"announce", ""},
			{"announcefreq", valueOr(queue.AnnounceFreq, 30)},
			{"ringdelay", valueOr(queue.RingDelay, 30)},
			{"maxwaittime", valueOr(queue.MaxWaitTime, 0)},
		})
	}
	return s.found(rows)
}

func valueOr(value *int, fallback int) int {
	if value == nil {
		return fallback
	}
	return *value
}

// matchesSwitch applies the status parameter of the lookups: 1 enabled, 2 disabled, 3 all.
func matchesSwitch(status string, enabled bool) bool {
	return status == "3" || enabled == (status == "1")
}

func (s *Server) found(rows list) reply {
	if len(rows) == 0 && s.config.Dialect.has(EmptyListIsError) {
		return refused("没有数据")
	}
	return done("获取成功", fmt.Sprintf("found %d", len(rows)), rows)
}
