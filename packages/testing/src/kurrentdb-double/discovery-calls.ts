import type { handleUnaryCall } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo, SupportedMethod, SupportedMethods, UUID, type shared } from './protocol.js';
import type { Node } from './node.js';

/** Both clients, JavaScript and native, read it as a version: empty text makes every read of the native one fail. */
const version = '24.10.0';

const supported = [
  { method: 'batchappend', features: ['deadline_duration'] },
  { method: 'read', features: ['position', 'events'] },
];

/** `ServerFeatures.GetSupportedMethods`: asked once by every connection before anything else. */
export const supportedMethods: handleUnaryCall<shared.Empty, InstanceType<typeof SupportedMethods>> = (_call, reply) =>
  reply(
    null,
    new SupportedMethods().setEventStoreServerVersion(version).setMethodsList(
      supported.map(({ method, features }) =>
        new SupportedMethod()
          .setServiceName('event_store.client.streams.streams')
          .setMethodName(method)
          .setFeaturesList([...features]),
      ),
    ),
  );

/** `Gossip.Read`: asked by connections that discover their node. One member, and it leads. */
export const gossip =
  (node: Node): handleUnaryCall<shared.Empty, InstanceType<typeof ClusterInfo>> =>
  (_call, reply) =>
    reply(
      null,
      new ClusterInfo().setMembersList([
        new MemberInfo()
          .setInstanceId(new UUID().setString('6b1d6c1e-6a53-4b5c-9d7f-3a8f0c8c1b11'))
          .setTimeStamp(String(Date.now() * 10_000))
          .setState(MemberInfo.VNodeState.LEADER)
          .setIsAlive(true)
          .setHttpEndPoint(new EndPoint().setAddress(node.host).setPort(node.port)),
      ]),
    );
