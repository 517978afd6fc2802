package yccall

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync/atomic"
)

// RawReply is a reply as it came. It may hold numbers, names and whatever was sent: it is nothing to show or to log.
type RawReply struct {
	HTTPStatus int
	Body       []byte
}

// rawServices are the services that Raw sends to.
var rawServices = []service{
	serviceTaskCreat, serviceTaskAdd, serviceTaskSet, serviceTaskList, serviceTaskInfo,
	serviceExtensionGroups, serviceExtensions, serviceCallerNumbers, serviceQueues,
}

// Raw sends one form to a service, which is named by its method ("TaskList"), and returns the reply undecoded: for who
// has to know how a platform writes its replies. It logs in where it has to, and does nothing else that the other
// methods do: nothing is repeated, nothing is looked at, and no reply is an error. Its errors are those of a request
// without a complete reply.
//
// It sends whatever it is given. Who uses it with a service that changes something has to see to it that nobody is
// called.
func (c *Client) Raw(ctx context.Context, method string, params map[string]string) (RawReply, error) {
	at := slices.IndexFunc(rawServices, func(svc service) bool { return svc.short == method })
	if at < 0 {
		return RawReply{}, fmt.Errorf("%s cannot be sent undecoded", method)
	}
	token, err := c.token(ctx, "")
	if err != nil {
		return RawReply{}, err
	}
	x := &exchange{client: c, ctx: logContext(ctx), service: rawServices[at], token: token, attempt: 1, sending: new(atomic.Bool)}
	var fields form
	fields.set("service", x.service.name)
	fields.set("token", token)
	for _, name := range slices.Sorted(maps.Keys(params)) {
		x.params.set(name, params[name])
	}
	if x.body, x.contentType, err = append(fields, x.params...).encode(); err != nil {
		return RawReply{}, x.lost(err)
	}
	r, failure := x.tryRaw()
	if failure != nil {
		return RawReply{}, failure
	}
	return r, nil
}

// tryRaw sends the form once and reads the reply.
func (x *exchange) tryRaw() (RawReply, *Error) {
	req, err := x.httpRequest()
	if err != nil {
		return RawReply{}, x.lost(err)
	}
	resp, err := x.client.http.of(x.service).Do(req)
	if err != nil {
		return RawReply{}, x.lost(err)
	}
	defer resp.Body.Close()
	limit := x.client.bounds.reply(x.service)
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return RawReply{}, x.lost(err)
	case int64(len(body)) > limit:
		return RawReply{}, x.fail(&Error{
			HTTPStatus: resp.StatusCode, kinds: []error{ErrMalformedReply}, permanent: true,
			Message: fmt.Sprintf("the reply is larger than %d MiB", limit>>20),
		})
	}
	return RawReply{HTTPStatus: resp.StatusCode, Body: body}, nil
}

// DecodeList returns the elements of a list in any of PHP's spellings, as the listings read it.
func DecodeList(raw json.RawMessage) ([]json.RawMessage, error) { return decodeList(raw) }

// DecodeObject returns the members of an object, of which a reply has no more than so many.
func DecodeObject(raw json.RawMessage) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	switch {
	case elements(raw) > maxFields:
		return nil, errTooManyFields
	case json.Unmarshal(raw, &members) != nil:
		return nil, errNotAnObject
	}
	return members, nil
}

// DecodeTask reads a row of TaskList as the listings do.
func DecodeTask(row json.RawMessage) (Task, error) {
	rows, err := decodeRows[taskRow]([]json.RawMessage{row})
	if err != nil {
		return Task{}, err
	}
	if problem := rows[0].problem(); problem != "" {
		return Task{}, malformed(serviceTaskList, problem)
	}
	return rows[0].task(), nil
}

// DecodeNumber reads a row of TaskInfo as the listings do.
func DecodeNumber(row json.RawMessage) (TaskNumber, error) {
	rows, err := decodeRows[numberRow]([]json.RawMessage{row})
	if err != nil {
		return TaskNumber{}, err
	}
	return rows[0].number(), nil
}
