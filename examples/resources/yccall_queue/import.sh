# The id is the name of the queue, with or without the prefix that the platform puts before it.
terraform import yccall_queue.service autocall_service
