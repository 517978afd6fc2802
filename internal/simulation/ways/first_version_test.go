package ways

import (
	"context"
	"encoding/json"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// upgrade lets a campaign run at an address, with the state that the first version of the provider kept of it.
func (s *workspace) upgrade(address string) {
	s.edit(address, func(b *block) { b.customID, b.desired, b.nameless = s.word("tf"), "running", false })
	b := s.blocks[address]
	if s.chance(0.5) {
		s.yesterday(b)
	}
	id, err := s.platform.ConsoleCreate(yccalltest.TaskSnapshot{
		CustomID: b.customID, Name: b.name, AssignType: 3, Agent: "renewals-team", Scale: "1:1", Status: yccalltest.Running,
	}, b.people...)
	s.consistent(address, err)
	s.edit(address, func(b *block) { b.customID = "" })
	s.sleep(shows)
	made, _ := s.platform.Task(id)
	var entries []numberlist.Entry
	for _, person := range b.people {
		entries = append(entries, numberlist.Entry{Phone: person})
	}
	list, err := numberlist.Check(context.Background(), numberlist.Inline(entries), numberlist.CheckOptions{})
	s.consistent(address, err)
	attributes, err := json.Marshal(map[string]any{
		"assign_agent": "renewals-team", "assign_type": "extension_group", "task_scale": "1:1", "name": b.name, "custom_task_id": made.CustomID,
		"desired_status": "running", "status": "running", "id": id, "created_at": made.CreatedAt.Format(time.DateTime),
		"number_count": len(b.people), "numbers_sha256": list.SHA256, "invalid_count": 0, "invalid_data": []string{}, "excluded_count": 0,
	})
	s.consistent(address, err)
	held, err := json.Marshal(map[string]any{"held": len(b.people), "listed": len(b.people), "order_sha256": list.OrderSHA256, "told_to_run": true})
	s.consistent(address, err)
	private, err := json.Marshal(map[string][]byte{"task": held})
	s.consistent(address, err)
	p := s.start(s.platform, false, nil)
	defer p.cancel()
	r, err := p.core.Resource(resourceType)
	s.consistent(address, err)
	s.consistent(address, r.Load(p.ctx, 0, attributes, private))
	s.put(address, r)
	s.note("%s is task %s of the first version", address, id)
	s.onlooker.discover(s.world, s.blocks)
}

// yesterday lets a campaign of the same name call other people, who may come onto the list later.
func (s *workspace) yesterday(b block) {
	people := []string{s.newPerson(b.name), s.newPerson(b.name)}
	id, err := s.platform.ConsoleCreate(yccalltest.TaskSnapshot{
		Name: b.name, AssignType: 3, Agent: "renewals-team", Scale: "1:1", Status: yccalltest.Running,
	}, people...)
	s.consistent(b.name, err)
	s.sleep(10 * time.Minute)
	s.consistent(b.name, s.platform.ConsoleSetStatus(id, yccalltest.Ended))
	s.sleep(shows)
	s.note("task %s has called %v yesterday", id, people)
	c := s.onlooker.campaign(b.name)
	c.gone, c.block = append(c.gone, people...), b
}
