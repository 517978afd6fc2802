package ways

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const resourceType = "yccall_outbound_task"

// workspace is a configuration, and Terraform's state of it.
type workspace struct {
	*world
	name   string
	blocks map[string]block // by address
	state  map[string]*protocoltest.Resource
	serial int // of the state
	// backups are the states before each apply.
	backups []map[string]*protocoltest.Resource
}

func (w *world) newWorkspace(name string) *workspace {
	return &workspace{world: w, name: name, blocks: map[string]block{}, state: map[string]*protocoltest.Resource{}}
}

// run is how Terraform is run.
type run struct {
	here      *yccalltest.Server // what the provider points to
	noRefresh bool               // -refresh=false
	account   bool               // it points to another account of the same endpoint
	replace   []string           // -replace=ADDRESS, or replace_triggered_by
	unknown   []string           // attributes that are not known while planning
	whilePlan trouble
	whileDo   trouble
	delays    map[string]time.Duration // when an address has its turn in an apply in which all go on at once
	destroy   bool
}

// planFile is a plan that may be applied later.
type planFile struct {
	run
	serial  int
	blocks  map[string]block
	changes []plannedChange
	late    bool // it was saved
	outcome
}

// plannedChange is what a plan does at one address.
type plannedChange struct {
	address  string
	block    block // zero for an address without one
	resource *protocoltest.Resource
	plan     *protocoltest.Plan
}

// problem is an error or a warning at an address.
type problem struct{ address, summary, detail string }

// outcome is how a run ended.
type outcome struct {
	errors, warnings []problem
	killed           bool
	stopped          bool // broken off with Ctrl-C
	stale            bool // the plan was made from another state
}

func (o outcome) failed() bool { return len(o.errors) > 0 || o.killed || o.stopped || o.stale }

// warns reports whether there was a warning at an address with this in its summary.
func (o outcome) warns(address, summary string) bool {
	return slices.ContainsFunc(o.warnings, func(p problem) bool { return p.address == address && strings.Contains(p.summary, summary) })
}

// take keeps diagnostics of an address.
func (s *workspace) take(o *outcome, address string, diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		p := problem{address, d.Summary, d.Detail}
		s.onlooker.checkSecret(s, address, d.Summary+"\n"+d.Detail)
		line, _, _ := strings.Cut(d.Detail, "\n")
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			s.note("%s: error: %s. %s", address, d.Summary, line)
			o.errors = append(o.errors, p)
		} else {
			s.note("%s: warning: %s. %s", address, d.Summary, line)
			o.warnings = append(o.warnings, p)
			s.onlooker.warned(s.id(address), d.Summary)
		}
	}
}

// addresses are all of the configuration and the state, in the random order in which Terraform comes to them.
func (s *workspace) addresses() []string {
	all := maps.Clone(s.state)
	for address := range s.blocks {
		if all[address] == nil {
			all[address] = nil
		}
	}
	list := slices.Sorted(maps.Keys(all))
	s.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// plan is "terraform plan -out".
func (s *workspace) plan(how run) planFile {
	f := planFile{run: how, serial: s.serial, blocks: map[string]block{}}
	for address, b := range s.blocks {
		f.blocks[address] = b.clone()
	}
	s.writeLists()
	p := s.begin(how, how.whilePlan)
	defer p.cancel()
	p.planning = true
	for _, address := range s.addresses() {
		if p.ctx.Err() == nil {
			s.planAt(&f, p, address)
		}
	}
	s.end(p, &f.outcome)
	return f
}

// path is where the list of a campaign lies, if it is a file.
func (s *workspace) path(b block) string { return filepath.Join(s.dir, s.name+"-"+b.name+".csv") }

// writeLists writes the lists that are files.
func (s *workspace) writeLists() {
	for _, b := range s.blocks {
		if b.source == file {
			if err := os.WriteFile(s.path(b), []byte(b.csv()), 0o600); err != nil {
				s.violate("writing a list: %v", err)
			}
		}
	}
}

// planAt refreshes and plans one address.
func (s *workspace) planAt(f *planFile, p *process, address string) {
	r, err := p.core.Resource(resourceType)
	s.consistent(address, err)
	if held := s.state[address]; held != nil {
		r = held.Copy()
		r.Attach(p.core)
	}
	if !f.noRefresh {
		diags, err := r.Refresh(p.ctx)
		s.consistent(address, err)
		if s.take(&f.outcome, address, diags); protocoltest.Errors(diags) != nil {
			return
		}
	}
	b, configured := f.blocks[address]
	change := plannedChange{address: address, block: b, resource: r}
	switch {
	case !configured || f.destroy:
		change.plan, err = r.Plan(p.ctx, nil)
	case slices.Contains(f.replace, address) && r.Exists():
		change.plan, err = r.PlanReplace(p.ctx, b.object(s.path(b), f.unknown...))
	default:
		change.plan, err = r.Plan(p.ctx, b.object(s.path(b), f.unknown...))
	}
	s.consistent(address, err)
	if err == nil && p.ctx.Err() == nil {
		s.take(&f.outcome, address, change.plan.Diagnostics)
		s.note("%s: the plan is to %s", address, change.plan.Action)
		f.changes = append(f.changes, change)
	}
}

// carryOut is "terraform apply FILE".
func (s *workspace) carryOut(f planFile) (o outcome) {
	if f.failed() {
		return f.outcome
	}
	o.warnings = f.warnings
	if f.serial != s.serial {
		s.note("the saved plan is stale")
		o.stale = true
		return o
	}
	p := s.begin(f.run, f.whileDo)
	defer p.cancel()
	before, done := maps.Clone(s.state), map[string]*protocoltest.Resource{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, change := range f.changes {
		work := func() {
			time.Sleep(f.delays[change.address])
			if p.ctx.Err() != nil {
				return
			}
			r := change.resource.Copy()
			diags := s.carryOutAt(p, change, r)
			mu.Lock()
			defer mu.Unlock()
			s.take(&o, change.address, diags)
			done[change.address] = r
			s.onlooker.checkReplaced(s, f, change, r, o)
			s.onlooker.checkShared(s, f, change, r)
			s.onlooker.checkDestroyed(s, f, change, r)
		}
		if len(f.delays) > 0 {
			all.Go(work)
		} else {
			work()
		}
	}
	all.Wait()
	s.end(p, &o)
	s.save(before, done, o)
	s.onlooker.discover(s.world, f.blocks)
	return o
}

// carryOutAt applies what is planned at one address.
func (s *workspace) carryOutAt(p *process, change plannedChange, r *protocoltest.Resource) []*tfprotov6.Diagnostic {
	r.Attach(p.core)
	if change.plan.Action != protocoltest.Destroy && change.plan.Action != protocoltest.NoOp {
		s.consistent(change.address, r.Resolve(change.plan, change.block.object(s.path(change.block))))
	}
	apply := r.Apply
	if change.block.createFirst && change.plan.Action == protocoltest.Replace {
		apply = r.ApplyCreatingFirst
	}
	diags, err := apply(p.ctx, change.plan)
	s.consistent(change.address, err)
	return diags
}

// save keeps the state. Who is killed has saved what was done until some time before.
func (s *workspace) save(before, done map[string]*protocoltest.Resource, o outcome) {
	s.state, s.backups = before, append(s.backups, maps.Clone(before))
	for _, address := range slices.Sorted(maps.Keys(done)) {
		if o.killed && (len(done) < 2 || s.chance(0.7)) {
			continue
		}
		s.put(address, done[address])
		s.serial++
		if b := s.blocks[address]; b.source != inline && done[address].Exists() {
			s.onlooker.checkSecret(s, address, done[address].StateText())
		}
	}
}

// put holds an object at an address, or none there.
func (s *workspace) put(address string, r *protocoltest.Resource) {
	if delete(s.state, address); r.Exists() {
		s.state[address] = r
	}
}

// begin starts a process in which something goes wrong.
func (s *workspace) begin(how run, t trouble) *process {
	how.here.Plant(t.faults...)
	return s.start(how.here, how.account, t.interruption)
}

// end lets all that goes wrong be over, and keeps how it ended.
func (s *workspace) end(p *process, o *outcome) {
	s.platform.ClearFaults()
	o.killed, o.stopped = p.killed(), p.interrupted() && !p.killed()
}

// consistent is for what no provider may do.
func (s *workspace) consistent(address string, err error) {
	if err != nil {
		s.violate("%s: %v", address, err)
	}
}

// apply is "terraform apply".
func (s *workspace) apply(how run) outcome {
	if how.destroy {
		return s.destroy(how)
	}
	o := s.carryOut(s.plan(how))
	s.onlooker.checkCalls(s.world)
	return o
}

// destroy is "terraform destroy": unless it is told not to refresh, it plans the configuration first.
func (s *workspace) destroy(how run) outcome {
	if !how.noRefresh {
		before := how
		before.destroy, before.whileDo = false, trouble{}
		if f := s.plan(before); f.failed() {
			return f.outcome
		}
		how.whilePlan = trouble{}
	}
	how.destroy = true
	o := s.carryOut(s.plan(how))
	s.onlooker.checkCalls(s.world)
	return o
}

// refreshOnly is "terraform apply -refresh-only".
func (s *workspace) refreshOnly(how run) {
	p := s.start(how.here, how.account, nil)
	defer p.cancel()
	s.note("%s: apply -refresh-only (account %t, elsewhere %t)", s.name, how.account, how.here == s.elsewhere)
	for _, address := range s.addresses() {
		r := s.state[address]
		if r == nil {
			continue
		}
		r = r.Copy()
		r.Attach(p.core)
		diags, err := r.Refresh(p.ctx)
		s.consistent(address, err)
		var o outcome
		if s.take(&o, address, diags); !o.failed() {
			s.put(address, r)
		}
	}
	s.serial++
}

// adopt is "terraform import". What is at the address is forgotten before.
func (s *workspace) adopt(address, id string) bool {
	s.note("%s: import %s at %s", s.name, id, address)
	p := s.start(s.platform, false, nil)
	defer p.cancel()
	r, err := p.core.Resource(resourceType)
	if err == nil {
		var diags []*tfprotov6.Diagnostic
		diags, err = r.Import(p.ctx, id)
		err = errors.Join(err, protocoltest.Errors(diags))
	}
	if err != nil {
		s.violate("task %s cannot be imported: %v", id, err)
		return false
	}
	s.put(address, r)
	s.serial++
	s.onlooker.imported(s.blocks[address])
	return true
}

// forget is "terraform state rm".
func (s *workspace) forget(address string) {
	s.note("%s: state rm %s", s.name, address)
	delete(s.state, address)
	s.serial++
}

// move is "terraform state mv", or a moved block.
func (s *workspace) move(from, to string) {
	s.note("%s: moved from %s to %s", s.name, from, to)
	s.state[to] = s.state[from]
	delete(s.state, from)
	s.serial++
}

// id is the task at an address, or empty.
func (s *workspace) id(address string) string { return s.idOf(s.state[address]) }

func (s *workspace) idOf(r *protocoltest.Resource) string {
	if r == nil {
		return ""
	}
	id, _ := r.Value("id").(string)
	return id
}

// holders are the addresses that have a task.
func (s *workspace) holders(id string) (addresses []string) {
	for _, address := range slices.Sorted(maps.Keys(s.state)) {
		if s.id(address) == id {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// holder is the first address that has a task, or empty.
func (s *workspace) holder(id string) string {
	if addresses := s.holders(id); len(addresses) > 0 {
		return addresses[0]
	}
	return ""
}
