# The id is the name of the group and the extension.
terraform import 'yccall_extension_group_member.agent["1001"]' day-team/1001
