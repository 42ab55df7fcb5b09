/**
 * @description Nothing but the hand-over to {@link SaysoUserTriggerHandler}.
 */
trigger SaysoUserTrigger on User(after update) {
  SaysoUserTriggerHandler.afterUpdate(Trigger.oldMap, Trigger.new);
}
