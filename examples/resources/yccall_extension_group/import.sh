# The id is the name of the group.
terraform import yccall_extension_group.night night-team
