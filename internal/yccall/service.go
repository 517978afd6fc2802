package yccall

// service is one remote procedure of the platform. All of them share one URL;
// the form field "service" selects which one runs.
type service struct {
	// name is what the platform dispatches on. Its class part is matched with
	// case, so every name stands here exactly as the platform's pages write it.
	name string
	// short names the service in errors and logs.
	short string
	// mutates tells that running the service twice is not the same as running it
	// once, or that it mutates what a task does. Such a request is sent once.
	mutates bool
	// pages tells that the reply is a page of a list.
	pages bool
	// bare tells that data itself is the list, without status and result.
	bare bool
}

var (
	serviceLogin  = service{name: "App.Sip_Auth.Login", short: "Login"}
	serviceLogout = service{name: "App.Sip_Auth.Logout", short: "Logout", mutates: true}

	serviceTaskCreat    = service{name: "App.Sip_Yccall.TaskCreat", short: "TaskCreat", mutates: true}
	serviceTaskAdd      = service{name: "App.Sip_Yccall.TaskAdd", short: "TaskAdd", mutates: true}
	serviceTaskDelPhone = service{name: "App.Sip_Yccall.taskDelPhone", short: "taskDelPhone", mutates: true}
	serviceTaskSet      = service{name: "App.Sip_Yccall.TaskSet", short: "TaskSet", mutates: true}
	serviceTaskCall     = service{name: "App.Sip_Yccall.taskCall", short: "taskCall", mutates: true}
	serviceTaskList     = service{name: "App.Sip_Yccall.TaskList", short: "TaskList", pages: true}
	serviceTaskInfo     = service{name: "App.Sip_Yccall.TaskInfo", short: "TaskInfo", pages: true}

	serviceExtensionGroups = service{name: "App.Sip_Extgroup.GetExtgroupInfo", short: "GetExtgroupInfo"}
	serviceAddExtgroup     = service{name: "App.Sip_Extgroup.AddExtgroup", short: "AddExtgroup", mutates: true}
	serviceDelExtgroup     = service{name: "App.Sip_Extgroup.DelExtgroup", short: "DelExtgroup", mutates: true}
	serviceAddExtnumber    = service{name: "App.Sip_Extgroup.AddExtnumber", short: "AddExtnumber", mutates: true}
	serviceDelExtnumber    = service{name: "App.Sip_Extgroup.DelExtnumber", short: "DelExtnumber", mutates: true}
	serviceGroupExtensions = service{name: "App.Sip_Extgroup.GetGroupExt", short: "GetGroupExt", bare: true}
	serviceExtensions      = service{name: "App.Sip_Sipnum.GetSipnumberInfo", short: "GetSipnumberInfo"}
	serviceCallerNumbers   = service{name: "App.Sip_Disnum.getDisnumberInfo", short: "getDisnumberInfo"}
	serviceQueues          = service{name: "App.Sip_Queue.GetQueueList", short: "GetQueueList"}
	serviceAddQueue        = service{name: "App.Sip_Queue.AddQueue", short: "AddQueue", mutates: true}
	serviceEditQueue       = service{name: "App.Sip_Queue.EditQueue", short: "EditQueue", mutates: true}
	serviceDelQueue        = service{name: "App.Sip_Queue.DelQueue", short: "DelQueue", mutates: true}
)
