package yccall

import (
	"reflect"
	"testing"
)

// A parameter that has a field and no place in the form would never be sent.
func TestEveryFieldOfCreateTaskIsInItsForm(t *testing.T) {
	t.Parallel()
	nothing := CreateTask{MultiCall: &MultiCall{}}
	check := func(name string, task CreateTask) {
		if reflect.DeepEqual(task.form(), nothing.form()) {
			t.Errorf("%s is not in the form", name)
		}
	}
	for i := range reflect.TypeFor[CreateTask]().NumField() {
		task := nothing
		fill(t, reflect.ValueOf(&task).Elem().Field(i))
		if name := reflect.TypeFor[CreateTask]().Field(i).Name; name != "MultiCall" {
			check(name, task)
		}
	}
	for i := range reflect.TypeFor[MultiCall]().NumField() {
		task := nothing
		task.MultiCall = &MultiCall{}
		fill(t, reflect.ValueOf(task.MultiCall).Elem().Field(i))
		check("MultiCall."+reflect.TypeFor[MultiCall]().Field(i).Name, task)
	}
}

// fill gives a field a value that is not its zero value.
func fill(t *testing.T, field reflect.Value) {
	t.Helper()
	switch field.Kind() {
	case reflect.String:
		field.SetString("text")
	case reflect.Int:
		field.SetInt(1)
	case reflect.Uint8:
		field.SetUint('1')
	case reflect.Bool:
		field.SetBool(true)
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		fill(t, field.Index(0))
	case reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		if field.Elem().Kind() != reflect.Struct {
			fill(t, field.Elem())
		}
	default:
		t.Fatalf("the test knows no value for a %s", field.Kind())
	}
}
